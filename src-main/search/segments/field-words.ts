import { scanWords, WordPlaces } from '../terms/scan-words.ts';
import { NumberList } from './number-list.ts';
import type { SegmentWords } from './segment-words.ts';

/** Postings of one field, by place of the key among the sorted ones: offsets[k] … offsets[k + 1]. */
export type FlatPostings = { offsets: Uint32Array; documents: Uint16Array; counts: Uint8Array };

/** The words of one field of all documents one after the other, as numbers of keys. */
export class FieldWords {
  readonly #words: SegmentWords;
  readonly #stream = new NumberList();
  /** Where each document begins, and behind the last. */
  readonly #bounds = new NumberList();
  /** Different words as they are written, by document. */
  readonly lengths = new NumberList();
  readonly #places = new WordPlaces();
  /** By language: in which document each word was met last. */
  readonly #met = new Map<string | null, NumberList>();

  constructor(words: SegmentWords) {
    this.#words = words;
    this.#bounds.push(0);
  }

  get bounds(): Uint32Array {
    return this.#bounds.view();
  }

  /** To be called once a document, for empty texts as well. */
  add(text: string, language: string | null): void {
    const places = this.#places;
    scanWords(text, places);
    const { table, keys } = this.#words.of(language);
    const met = this.#metIn(language);
    // From 1 on: 0 is a word that was never met.
    const document = this.#bounds.length;
    let different = 0;
    for (let at = 0; at < places.count; at++) {
      const start = places.starts[at]!;
      const end = places.ends[at]!;
      const word = table.numberOf(places.units, start, end);
      if (word === keys.length) keys.push(this.#words.learn(text.slice(start, end), language));
      while (met.length <= word) met.push(0);
      if (met.at(word) !== document) {
        met.set(word, document);
        different++;
      }
      this.#stream.push(keys.at(word));
    }
    this.lengths.push(different);
    this.#bounds.push(this.#stream.length);
  }

  /** `places`: of each key among the sorted ones. */
  postings(places: Uint32Array): FlatPostings {
    const stream = this.#stream.view();
    const bounds = this.bounds;
    const offsets = new Uint32Array(places.length + 1);
    const last = new Uint32Array(places.length);
    for (let document = 1; document < bounds.length; document++) {
      for (let at = bounds[document - 1]!; at < bounds[document]!; at++) {
        const key = places[stream[at]!]!;
        if (last[key] === document) continue;
        last[key] = document;
        offsets[key + 1]!++;
      }
    }
    for (let key = 1; key < offsets.length; key++) offsets[key]! += offsets[key - 1]!;
    const documents = new Uint16Array(offsets[places.length]!);
    const counts = new Uint8Array(documents.length);
    const next = offsets.slice();
    last.fill(0);
    for (let document = 1; document < bounds.length; document++) {
      for (let at = bounds[document - 1]!; at < bounds[document]!; at++) {
        const key = places[stream[at]!]!;
        if (last[key] !== document) {
          last[key] = document;
          documents[next[key]!++] = document - 1;
        }
        const posting = next[key]! - 1;
        if (counts[posting]! < 0xff) counts[posting]!++;
      }
    }
    return { offsets, documents, counts };
  }

  /** The words in their order, each as `ranks` has it by number of its key. */
  ranked(ranks: Uint16Array): Uint16Array {
    const stream = this.#stream.view();
    const ranked = new Uint16Array(stream.length);
    for (let at = 0; at < stream.length; at++) ranked[at] = ranks[stream[at]!]!;
    return ranked;
  }

  #metIn(language: string | null): NumberList {
    let met = this.#met.get(language);
    if (!met) this.#met.set(language, (met = new NumberList()));
    return met;
  }
}
