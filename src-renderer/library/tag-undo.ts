import type { ArticleRow } from '#contract';

/** One call that gives some articles back the tags they had. */
export type TagChange = { ids: string[]; add: string[]; remove: string[] };

/**
 * What takes a change of tags back, from the rows as they were before it: a tag that an article had already is not taken
 * from it, and one that it lacked is not given to it.
 */
export function undoTagging(
  rows: readonly Pick<ArticleRow, 'id' | 'tags'>[],
  added: readonly string[],
  removed: readonly string[],
): TagChange[] {
  return rows
    .map(({ id, tags }) => ({
      ids: [id],
      add: removed.filter((tag) => tags.includes(tag)),
      remove: added.filter((tag) => !tags.includes(tag)),
    }))
    .filter(({ add, remove }) => add.length + remove.length > 0);
}
