import type { TermRules, WordTerms } from '../terms/term-rules.ts';
import { KeyList } from './key-list.ts';
import { NumberList } from './number-list.ts';
import type { StemGroups } from './segment-sections.ts';
import { sortStrings } from './sort-strings.ts';
import { WordTable } from './word-table.ts';

/** Words of one language, as they are written, with the number of each one's key. */
export type WordForms = { table: WordTable; keys: NumberList };

/** All words of a segment: the keys they become, and which keys share a stem or have it as a part. */
export class SegmentWords {
  /** By number, in the order they were met. */
  readonly keys: string[] = [];
  readonly #rules: TermRules;
  readonly #numbers = new Map<string, number>();
  readonly #languages = new Map<string | null, WordForms>();
  readonly #forms = new PairList();
  readonly #parts = new PairList();

  constructor(rules: TermRules) {
    this.#rules = rules;
  }

  of(language: string | null): WordForms {
    let forms = this.#languages.get(language);
    if (!forms) this.#languages.set(language, (forms = { table: new WordTable(), keys: new NumberList() }));
    return forms;
  }

  /** Number of the key of a word that was not met before in this language. */
  learn(word: string, language: string | null): number {
    const terms = this.#rules.ofNewWord(word, language);
    let key = this.#numbers.get(terms.key);
    if (key === undefined) {
      this.#numbers.set(terms.key, (key = this.keys.length));
      this.keys.push(terms.key);
    }
    this.#register(terms, key);
    return key;
  }

  /** The groups with their members as `places` has them, by number of the key. */
  groups(places: Uint32Array): { forms: StemGroups; parts: StemGroups } {
    return { forms: this.#forms.group(places), parts: this.#parts.group(places) };
  }

  #register({ stems, parts }: WordTerms, key: number): void {
    for (const stem of stems) this.#forms.add(stem, key);
    for (const stem of parts) this.#parts.add(stem, key);
  }
}

/** Names with keys, in any order and repeated. */
class PairList {
  readonly #numbers = new Map<string, number>();
  readonly #names = new NumberList();
  readonly #keys = new NumberList();

  add(name: string, key: number): void {
    let number = this.#numbers.get(name);
    if (number === undefined) this.#numbers.set(name, (number = this.#numbers.size));
    this.#names.push(number);
    this.#keys.push(key);
  }

  group(places: Uint32Array): StemGroups {
    const unsorted = [...this.#numbers.keys()];
    const sorted = sortStrings(unsorted);
    const names = Array.from(sorted, (number) => unsorted[number]!);
    const order = new Uint32Array(names.length);
    for (let place = 0; place < sorted.length; place++) order[sorted[place]!] = place;
    // Counted, then dealt out: pairs of a name come to lie side by side.
    const ends = new Uint32Array(names.length + 1);
    for (const number of this.#names.view()) ends[order[number]! + 1]!++;
    for (let at = 1; at < ends.length; at++) ends[at]! += ends[at - 1]!;
    const dealt = new Uint32Array(this.#keys.length);
    const next = ends.slice();
    const numbers = this.#names.view();
    for (let at = 0; at < numbers.length; at++) dealt[next[order[numbers[at]!]!]!++] = places[this.#keys.at(at)]!;
    const offsets = new Uint32Array(names.length + 1);
    let count = 0;
    for (let name = 0; name < names.length; name++) {
      const [first, end] = [ends[name]!, ends[name + 1]!];
      // Most have few members: no view for those.
      if (end - first === 2 && dealt[first]! > dealt[first + 1]!) {
        [dealt[first], dealt[first + 1]] = [dealt[first + 1]!, dealt[first]!];
      } else if (end - first > 2) dealt.subarray(first, end).sort();
      for (let at = first; at < end; at++) {
        if (count === offsets[name] || dealt[at] !== dealt[count - 1]) dealt[count++] = dealt[at]!;
      }
      offsets[name + 1] = count;
    }
    return { stems: KeyList.encode(names), offsets, members: dealt.slice(0, count) };
  }
}
