import type { library as german } from '../de/library.ts';

export const library = {
  collections: 'Add to a collection',
  newCollection: 'New collection …',
  addedTo: 'Added to “{{name}}”',
  removedFrom: 'Removed from “{{name}}”',
  name: 'Name',
  tags: 'Tags',
  tagsOfOne: 'Tags of this article',
  tagsOf_one: 'Tags of {{count, number}} article',
  tagsOf_other: 'Tags that {{count, number}} articles share',
  deletedOne: '“{{title}}” is in the trash',
  deleted_one: '{{count, number}} article is in the trash',
  deleted_other: '{{count, number}} articles are in the trash',
} as const satisfies Record<keyof typeof german, string>;
