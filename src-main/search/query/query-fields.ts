import type { TextField } from './query-node.ts';

export type FieldKind = 'source' | 'author' | 'tag' | 'language' | 'date' | 'before' | 'after' | 'has' | 'is';

/** What stands before the colon, in both languages. */
export const FIELD_NAMES: ReadonlyMap<string, { text: TextField } | { kind: FieldKind }> = new Map([
  ['title', { text: 'title' }],
  ['titel', { text: 'title' }],
  ['note', { text: 'notes' }],
  ['notiz', { text: 'notes' }],
  ['source', { kind: 'source' }],
  ['quelle', { kind: 'source' }],
  ['author', { kind: 'author' }],
  ['autor', { kind: 'author' }],
  ['autorin', { kind: 'author' }],
  ['tag', { kind: 'tag' }],
  ['schlagwort', { kind: 'tag' }],
  ['lang', { kind: 'language' }],
  ['language', { kind: 'language' }],
  ['sprache', { kind: 'language' }],
  ['date', { kind: 'date' }],
  ['datum', { kind: 'date' }],
  ['before', { kind: 'before' }],
  ['vor', { kind: 'before' }],
  ['after', { kind: 'after' }],
  ['nach', { kind: 'after' }],
  ['has', { kind: 'has' }],
  ['hat', { kind: 'has' }],
  ['is', { kind: 'is' }],
  ['ist', { kind: 'is' }],
]);

/** Names only a query written in German has. */
export const GERMAN_FIELDS: ReadonlySet<string> = new Set([
  ...['titel', 'notiz', 'quelle', 'autor', 'autorin', 'schlagwort', 'sprache', 'datum', 'vor', 'nach', 'hat', 'ist'],
]);

/** Names offered while typing: one for each meaning and language. */
export const OFFERED_FIELDS = [
  ...['titel', 'quelle', 'autor', 'schlagwort', 'sprache', 'datum', 'vor', 'nach', 'hat', 'ist', 'notiz'],
  ...['title', 'source', 'author', 'tag', 'lang', 'date', 'before', 'after', 'has', 'is', 'note'],
] as const;

export const HAS_VALUES: ReadonlyMap<string, 'note' | 'highlight' | 'image' | 'video'> = new Map([
  ['note', 'note'],
  ['notiz', 'note'],
  ['highlight', 'highlight'],
  ['markierung', 'highlight'],
  ['image', 'image'],
  ['bild', 'image'],
  ['video', 'video'],
]);

export const IS_VALUES: ReadonlyMap<string, 'unread' | 'read' | 'starred'> = new Map([
  ['unread', 'unread'],
  ['ungelesen', 'unread'],
  ['read', 'read'],
  ['gelesen', 'read'],
  ['starred', 'starred'],
  ['markiert', 'starred'],
  ['gemerkt', 'starred'],
]);

/** Names of languages people type instead of codes. */
export const LANGUAGE_NAMES: ReadonlyMap<string, string> = new Map([
  ['deutsch', 'de'],
  ['german', 'de'],
  ['englisch', 'en'],
  ['english', 'en'],
  ['französisch', 'fr'],
  ['french', 'fr'],
  ['russisch', 'ru'],
  ['russian', 'ru'],
  ['ukrainisch', 'uk'],
  ['ukrainian', 'uk'],
  ['spanisch', 'es'],
  ['spanish', 'es'],
  ['italienisch', 'it'],
  ['italian', 'it'],
  ['niederländisch', 'nl'],
  ['dutch', 'nl'],
  ['polnisch', 'pl'],
  ['polish', 'pl'],
  ['portugiesisch', 'pt'],
  ['portuguese', 'pt'],
  ['türkisch', 'tr'],
  ['turkish', 'tr'],
  ['schwedisch', 'sv'],
  ['swedish', 'sv'],
  ['dänisch', 'da'],
  ['danish', 'da'],
  ['norwegisch', 'nb'],
  ['norwegian', 'nb'],
  ['finnisch', 'fi'],
  ['finnish', 'fi'],
  ['ungarisch', 'hu'],
  ['hungarian', 'hu'],
  ['griechisch', 'el'],
  ['greek', 'el'],
  ['rumänisch', 'ro'],
  ['romanian', 'ro'],
]);
