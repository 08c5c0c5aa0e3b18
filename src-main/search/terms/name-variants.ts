import { foldWord } from './fold-word.ts';

/** Names that are written differently in transcription. A spelling may stand in several lines: they become one name. */
export class NameVariants {
  /** Folded spelling → all spellings of the name, in lower case or as written. */
  readonly #names = new Map<string, Set<string>>();

  /** `lists`: one name a line, its spellings separated by blanks or commas; "#" begins a comment. */
  constructor(...lists: string[]) {
    for (const line of lists.join('\n').split('\n')) {
      const spellings = line
        .replace(/#.*/, '')
        .split(/[\s,;]+/)
        .filter(Boolean);
      const joined = new Set(spellings);
      for (const spelling of spellings)
        for (const known of this.#names.get(foldWord(spelling)) ?? []) joined.add(known);
      for (const spelling of joined) this.#names.set(foldWord(spelling), joined);
    }
  }

  /** All spellings of the name that has this key (folded), a German genitive included; null: not in the list. */
  find(key: string): ReadonlySet<string> | null {
    return this.#names.get(key) ?? (key.endsWith('s') ? this.#names.get(key.slice(0, -1)) : undefined) ?? null;
  }
}
