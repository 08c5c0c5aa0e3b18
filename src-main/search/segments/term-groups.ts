import type { WordTerms } from '../terms/term-rules.ts';

/** Letters that begin a group's name; no key begins with them. */
export const FORM_GROUP = '\u0001';
export const PART_GROUP = '\u0002';
const SEPARATOR = '\u0003';

/** Which keys share a stem, and which have it as a part: what makes one key's postings those of all its forms. */
export class TermGroups {
  readonly #known = new Set<WordTerms>();
  readonly #forms = new Map<string, Set<string>>();
  readonly #parts = new Map<string, Set<string>>();

  /** Name of the group of all forms of words with one of these stems. */
  static formGroup(stems: readonly string[]): string {
    return FORM_GROUP + stems.join(SEPARATOR);
  }

  /** Name of the group of all those words and of all compounds that have one as a part. */
  static partGroup(stems: readonly string[]): string {
    return PART_GROUP + stems.join(SEPARATOR);
  }

  register(terms: WordTerms): void {
    if (this.#known.has(terms)) return;
    this.#known.add(terms);
    for (const stem of terms.stems) addTo(this.#forms, stem, terms.key);
    for (const stem of terms.parts) addTo(this.#parts, stem, terms.key);
  }

  /** Keys of a group by its name; null: this is no group's name. */
  keys(name: string): Set<string> | null {
    const kind = name[0];
    if (kind !== FORM_GROUP && kind !== PART_GROUP) return null;
    const keys = new Set<string>();
    for (const stem of name.slice(1).split(SEPARATOR)) {
      for (const key of this.#forms.get(stem) ?? []) keys.add(key);
      if (kind === PART_GROUP) for (const key of this.#parts.get(stem) ?? []) keys.add(key);
    }
    return keys;
  }
}

function addTo(map: Map<string, Set<string>>, stem: string, key: string): void {
  const keys = map.get(stem);
  if (keys) keys.add(key);
  else map.set(stem, new Set([key]));
}
