import type { FlatPostings } from './field-words.ts';
import { grown } from './grown-array.ts';
import { KeyList } from './key-list.ts';
import { NumberList } from './number-list.ts';
import { LEAST_KEYS, type PartPostings } from './part-postings.ts';
import type { StemGroups } from './segment-sections.ts';

/** What one byte can say: a stem that stands more often in one field of an article has no lists. */
const MOST = 0xff;
/** Lists of so many documents less than all are sorted; of longer ones, all documents are gone through. */
const SHORT = 16;

/**
 * Joins the postings of all stems that are parts of enough keys. `postings`: by field, with offsets for all keys;
 * `languages`: by document; `sole`: by key (sole-languages.ts).
 */
export function joinPartPostings(
  parts: StemGroups,
  postings: readonly FlatPostings[],
  languages: Uint8Array,
  sole: Uint8Array,
): PartPostings {
  const joiner = new PartJoiner(parts, postings, languages, sole);
  new KeyList(parts.stems).walk(0, (stem, units) => {
    joiner.add(stem, units[0]!);
    return true;
  });
  return joiner.finish();
}

class PartJoiner {
  readonly #parts: StemGroups;
  readonly #postings: readonly FlatPostings[];
  readonly #languages: Uint8Array;
  readonly #sole: Uint8Array;
  readonly #mixed: boolean;
  /** By document: how often it has keys of the stem at hand; all 0 between two lists. */
  readonly #times: Uint32Array;
  readonly #stems = new NumberList();
  readonly #offsets = new NumberList();
  readonly #sums = new NumberList();
  #documents = new Uint16Array(0);
  #counts = new Uint8Array(0);
  #end = 0;

  constructor(parts: StemGroups, postings: readonly FlatPostings[], languages: Uint8Array, sole: Uint8Array) {
    this.#parts = parts;
    this.#postings = postings;
    this.#languages = languages;
    this.#sole = sole;
    this.#mixed = languages.some((language) => language !== languages[0]);
    this.#times = new Uint32Array(languages.length);
    this.#offsets.push(0);
  }

  /** `language`: the first letter of the stem. */
  add(stem: number, language: number): void {
    const { offsets } = this.#parts;
    if (offsets[stem + 1]! - offsets[stem]! < LEAST_KEYS) return;
    const before = { end: this.#end, lists: this.#sums.length };
    for (const postings of this.#postings) {
      if (this.#join(postings, stem, language)) continue;
      this.#end = before.end;
      this.#sums.length = before.lists;
      this.#offsets.length = before.lists + 1;
      return;
    }
    this.#stems.push(stem);
  }

  finish(): PartPostings {
    return {
      stems: this.#stems.view(),
      offsets: this.#offsets.view(),
      sums: this.#sums.view(),
      documents: this.#documents.subarray(0, this.#end),
      counts: this.#counts.subarray(0, this.#end),
    };
  }

  /** Adds the list of one field; false: some count is too high for it. */
  #join({ offsets, documents, counts }: FlatPostings, stem: number, language: number): boolean {
    this.#makeRoom();
    const { offsets: ends, members } = this.#parts;
    const languages = this.#languages;
    const times = this.#times;
    const into = this.#documents;
    const first = this.#end;
    let end = first;
    let sum = 0;
    for (let member = ends[stem]!; member < ends[stem + 1]!; member++) {
      const key = members[member]!;
      const isBound = this.#mixed && this.#sole[key] !== language;
      for (let at = offsets[key]!; at < offsets[key + 1]!; at++) {
        const document = documents[at]!;
        if (isBound && languages[document] !== language) continue;
        sum++;
        if (times[document] === 0) into[end++] = document;
        times[document]! += counts[at]!;
      }
    }
    this.#sort(first, end);
    let most = 0;
    for (let at = first; at < end; at++) {
      const count = times[into[at]!]!;
      times[into[at]!] = 0;
      this.#counts[at] = count;
      most = Math.max(most, count);
    }
    this.#sums.push(sum);
    this.#offsets.push(end);
    this.#end = end;
    return most <= MOST;
  }

  /** Puts the documents of a list in order. */
  #sort(first: number, end: number): void {
    const times = this.#times;
    const into = this.#documents;
    if ((end - first) * SHORT < times.length) {
      if (end - first > 1) into.subarray(first, end).sort();
      return;
    }
    let at = first;
    for (let document = 0; document < times.length; document++) if (times[document]! > 0) into[at++] = document;
  }

  /** For a list of all documents. */
  #makeRoom(): void {
    const needed = this.#end + this.#times.length;
    if (needed <= this.#documents.length) return;
    this.#documents = grown(this.#documents, needed * 2);
    this.#counts = grown(this.#counts, needed * 2);
  }
}
