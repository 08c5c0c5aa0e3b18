import { foldWord } from './fold-word.ts';

/** Names that are written differently in transcription; each line of the list is one name. */
export class NameVariants {
  readonly #names = new Map<string, string>();

  /** `list`: one name a line, its spellings separated by blanks; "#" begins a comment. */
  constructor(list: string) {
    for (const line of list.split('\n')) {
      const keys = line.replace(/#.*/, '').split(/\s+/).filter(Boolean).map(foldWord);
      for (const key of keys) this.#names.set(key, keys[0] ?? key);
    }
  }

  /** What stands for all spellings of this name, a German genitive included; null: not in the list. */
  find(key: string): string | null {
    return this.#names.get(key) ?? (key.endsWith('s') ? this.#names.get(key.slice(0, -1)) : undefined) ?? null;
  }
}
