import type { TermRules } from '../terms/term-rules.ts';
import { FieldWords } from './field-words.ts';
import type { IndexedDocument } from './grouped-mini-search.ts';
import { KeyList } from './key-list.ts';
import { encodeSegment } from './segment-file.ts';
import { ranksOf } from './segment-ranks.ts';
import { sectionsOf } from './segment-sections.ts';
import { SegmentWords } from './segment-words.ts';
import { sortStrings } from './sort-strings.ts';
import { FIELDS, TEXT } from './word-query.ts';

/** Most articles a segment is built of; larger ones are merged of such (merge-segments.ts). */
export const BUILT_SIZE = 8_000;
/**
 * Most articles a segment can have, numbered in 16 bits. What a query costs in a segment beside its postings is the same
 * however large it is; but two threads want several to share, and the tables of scores should stay in the near caches.
 */
export const SEGMENT_SIZE = 48_000;

/**
 * Builds a segment as typed arrays, with what MiniSearch would hold of the same articles: the same keys, counts and
 * lengths, hence the same scores. Words are kept in their order and become postings when all are there, without a Map
 * for each key and without a step for each posting of a growing index.
 */
export class SegmentBuilder {
  readonly #rules: TermRules;
  readonly #words: SegmentWords;
  readonly #languages: number[] = [];
  readonly #fields: FieldWords[];
  readonly #ordinals: number[] = [];

  constructor(rules: TermRules) {
    this.#rules = rules;
    this.#words = new SegmentWords(rules);
    this.#fields = FIELDS.map(() => new FieldWords(this.#words));
  }

  /** Articles are numbered in the order they come. */
  add(document: IndexedDocument): void {
    this.#ordinals.push(document.id);
    this.#languages.push(this.#rules.kindOf(document.language).charCodeAt(0));
    for (const [field, name] of FIELDS.entries()) this.#fields[field]!.add(document[name], document.language);
  }

  /** The segment as bytes for a file; `identities`: one number an article that changes with what is indexed of it. */
  freeze(archiveId: string, identities: Uint32Array): Uint8Array {
    const order = sortStrings(this.#words.keys);
    const keys = KeyList.encode(Array.from(order, (number) => this.#words.keys[number]!));
    // Place among the sorted keys, by number.
    const places = new Uint32Array(order.length);
    for (let place = 0; place < order.length; place++) places[order[place]!] = place;
    const postings = this.#fields.map((words) => words.postings(places));
    const texts = this.#fields[TEXT]!;
    const ranks = ranksOf(postings[TEXT]!.offsets, keys, null);
    const sections = sectionsOf({
      ordinals: Uint32Array.from(this.#ordinals),
      identities,
      languages: Uint8Array.from(this.#languages),
      learned: this.#rules.archiveWords?.articles ?? 0,
      lengths: this.#lengths(),
      keys,
      ...this.#words.groups(places),
      postings,
      ranks,
      words: texts.ranked(Uint16Array.from(places, (place) => ranks[place]!)),
      wordOffsets: texts.bounds.slice(),
    });
    return encodeSegment(archiveId, sections);
  }

  #lengths(): Uint16Array {
    const size = this.#ordinals.length;
    const lengths = new Uint16Array(FIELDS.length * size);
    for (const [field, words] of this.#fields.entries()) {
      for (const [document, length] of words.lengths.view().entries())
        lengths[field * size + document] = Math.min(length, 0xffff);
    }
    return lengths;
  }
}
