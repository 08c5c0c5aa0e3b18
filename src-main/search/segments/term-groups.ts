import type { WordTerms } from '../terms/term-rules.ts';

/** Which keys share a stem, and which have it as a part. */
export class TermGroups {
  readonly #known = new Set<WordTerms>();
  readonly forms = new Map<string, Set<string>>();
  readonly parts = new Map<string, Set<string>>();

  register(terms: WordTerms): void {
    if (this.#known.has(terms)) return;
    this.#known.add(terms);
    for (const stem of terms.stems) addTo(this.forms, stem, terms.key);
    for (const stem of terms.parts) addTo(this.parts, stem, terms.key);
  }
}

function addTo(map: Map<string, Set<string>>, stem: string, key: string): void {
  const keys = map.get(stem);
  if (keys) keys.add(key);
  else map.set(stem, new Set([key]));
}
