export const library = {
  collections: 'Zu einer Sammlung hinzufügen',
  newCollection: 'Neue Sammlung …',
  addedTo: 'Zu „{{name}}“ hinzugefügt',
  removedFrom: 'Aus „{{name}}“ entfernt',
  name: 'Name',
  tags: 'Schlagwörter',
  tagsOfOne: 'Schlagwörter dieses Artikels',
  tagsOf_one: 'Schlagwörter von {{count, number}} Artikel',
  tagsOf_other: 'Gemeinsame Schlagwörter von {{count, number}} Artikeln',
  deletedOne: '„{{title}}“ liegt im Papierkorb',
  deleted_one: '{{count, number}} Artikel liegt im Papierkorb',
  deleted_other: '{{count, number}} Artikel liegen im Papierkorb',
} as const;
