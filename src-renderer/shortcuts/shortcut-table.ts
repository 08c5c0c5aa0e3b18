import type { MessageKey } from '../locales/index.svelte.ts';

/** Where a shortcut belongs; also its heading in the visible list. */
export type ShortcutGroup = 'everywhere' | 'list' | 'reader' | 'notes';

type Entry = {
  group: ShortcutGroup;
  /**
   * Any of these does it. "Mod" is Ctrl, on macOS ⌘; one character is that character as typed, whatever layout it
   * needs; a space separates keys pressed after one another.
   */
  keys: readonly string[];
  label: MessageKey;
  /** Also while writing in a field. */
  inFields?: true;
};

/** Every shortcut there is. A part that can do one says so with `Shortcuts.on`; the list the user sees is this table. */
export const shortcutTable = {
  search: { group: 'everywhere', keys: ['/', 'Mod+F'], label: 'shortcuts.search', inFields: true },
  help: { group: 'everywhere', keys: ['?'], label: 'shortcuts.help' },
  import: { group: 'everywhere', keys: ['Mod+O'], label: 'shortcuts.import', inFields: true },
  paste: { group: 'everywhere', keys: ['Mod+V'], label: 'shortcuts.paste' },
  export: { group: 'everywhere', keys: ['Mod+E'], label: 'shortcuts.export', inFields: true },
  undo: { group: 'everywhere', keys: ['Mod+Z'], label: 'shortcuts.undo' },
  goLibrary: { group: 'everywhere', keys: ['g l'], label: 'shortcuts.goLibrary' },
  goNotebook: { group: 'everywhere', keys: ['g n'], label: 'shortcuts.goNotebook' },
  goCollections: { group: 'everywhere', keys: ['g c'], label: 'shortcuts.goCollections' },
  goTrash: { group: 'everywhere', keys: ['g t'], label: 'shortcuts.goTrash' },
  goSettings: { group: 'everywhere', keys: ['Mod+,'], label: 'shortcuts.goSettings', inFields: true },
  rail: { group: 'everywhere', keys: ['Mod+B'], label: 'shortcuts.rail', inFields: true },
  nextPart: { group: 'everywhere', keys: ['F6'], label: 'shortcuts.nextPart', inFields: true },
  back: { group: 'everywhere', keys: ['Escape'], label: 'shortcuts.back' },
  nextArticle: { group: 'list', keys: ['j'], label: 'shortcuts.nextArticle' },
  previousArticle: { group: 'list', keys: ['k'], label: 'shortcuts.previousArticle' },
  star: { group: 'list', keys: ['s'], label: 'shortcuts.star' },
  read: { group: 'list', keys: ['u'], label: 'shortcuts.read' },
  tag: { group: 'list', keys: ['t'], label: 'shortcuts.tag' },
  delete: { group: 'list', keys: ['Delete'], label: 'shortcuts.delete' },
  nextHit: { group: 'reader', keys: ['n', 'F3', 'Mod+G'], label: 'shortcuts.nextHit' },
  previousHit: { group: 'reader', keys: ['N'], label: 'shortcuts.previousHit' },
  larger: { group: 'reader', keys: ['+'], label: 'shortcuts.larger' },
  smaller: { group: 'reader', keys: ['-'], label: 'shortcuts.smaller' },
  highlight: { group: 'notes', keys: ['h'], label: 'shortcuts.highlight' },
  annotate: { group: 'notes', keys: ['a'], label: 'shortcuts.annotate' },
  color1: { group: 'notes', keys: ['1'], label: 'shortcuts.color1' },
  color2: { group: 'notes', keys: ['2'], label: 'shortcuts.color2' },
  color3: { group: 'notes', keys: ['3'], label: 'shortcuts.color3' },
  color4: { group: 'notes', keys: ['4'], label: 'shortcuts.color4' },
  color5: { group: 'notes', keys: ['5'], label: 'shortcuts.color5' },
  nextNote: { group: 'notes', keys: ['J'], label: 'shortcuts.nextNote' },
  previousNote: { group: 'notes', keys: ['K'], label: 'shortcuts.previousNote' },
} as const satisfies Record<string, Entry>;

export type ShortcutId = keyof typeof shortcutTable;

/** The table with its entries under one type. */
export const shortcutEntries = Object.entries(shortcutTable) as [ShortcutId, Entry][];
export function shortcutEntry(id: ShortcutId): Entry {
  return shortcutTable[id];
}
