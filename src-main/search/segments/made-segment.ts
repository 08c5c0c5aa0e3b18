import type { FlatPostings } from './field-words.ts';
import { FrozenSegment } from './frozen-segment.ts';
import { KeyList } from './key-list.ts';
import { LEAST_KEYS } from './part-postings.ts';
import { encodeSegment } from './segment-file.ts';
import { sectionsOf, type StemGroups } from './segment-sections.ts';
import { FIELDS } from './word-query.ts';

/** A segment as a test wants it, and as no text would make it. */
export type MadeSegment = {
  /** By document, the letter of its language. */
  languages: string;
  /** In ascending order. */
  keys: readonly string[];
  /** [field, key, document, how often]; the first of several of the same place counts. */
  postings: readonly (readonly [number, number, number, number])[];
  /** Keys by stem. */
  forms: Readonly<Record<string, readonly number[]>>;
  parts: Readonly<Record<string, readonly number[]>>;
};

/** For tests and nothing else: a segment that has its words in postings, not in texts. */
export function makeSegment({ languages, keys, postings, forms, parts }: MadeSegment): FrozenSegment {
  const size = languages.length;
  const sections = sectionsOf({
    ordinals: Uint32Array.from(languages, (_, document) => document),
    identities: new Uint32Array(size),
    languages: Uint8Array.from(languages, (letter) => letter.charCodeAt(0)),
    learned: 0,
    lengths: Uint16Array.from({ length: FIELDS.length * size }, (_, at) => 1 + (at % 7)),
    keys: KeyList.encode(keys),
    forms: groupsOf(forms),
    parts: groupsOf(parts),
    postings: FIELDS.map((_, field) =>
      flatten(
        postings.filter(([own]) => own === field),
        keys.length,
      ),
    ),
    ranks: new Uint16Array(keys.length),
    words: new Uint16Array(0),
    wordOffsets: new Uint32Array(size + 1),
  });
  return FrozenSegment.decode(encodeSegment('archive', sections).buffer, 'archive')!;
}

/** The same segment, in which every key is looked up by itself. */
export function withoutLists({ sections }: FrozenSegment): FrozenSegment {
  return FrozenSegment.of({ ...sections, partListStems: new Uint32Array(0) });
}

/** By stem and field, what a list of parts says: the postings of its keys, and how often each document has any of them. */
export type StemLists = Map<string, { sum: number; times: [number, number][] }[]>;

export function readLists({ parts, partPostings }: FrozenSegment): StemLists {
  const { stems, offsets, sums, documents, counts } = partPostings;
  const lists: StemLists = new Map();
  for (const [place, stem] of stems.entries()) {
    const fields = FIELDS.map((_, field) => {
      const at = place * FIELDS.length + field;
      const times: [number, number][] = [];
      for (let n = offsets[at]!; n < offsets[at + 1]!; n++) times.push([documents[n]!, counts[n]!]);
      return { sum: sums[at]!, times };
    });
    lists.set(parts.stems.at(stem), fields);
  }
  return lists;
}

/** What {@link readLists} must give, from the postings of the keys. */
export function joinByHand({ parts, fields, languages, mixed }: FrozenSegment): StemLists {
  const lists: StemLists = new Map();
  for (let stem = 0; stem < parts.stems.length; stem++) {
    const name = parts.stems.at(stem);
    const members = parts.members.subarray(parts.offsets[stem], parts.offsets[stem + 1]);
    if (members.length < LEAST_KEYS) continue;
    const joined = fields.map(({ keys, offsets, documents, counts }) => {
      const times = new Map<number, number>();
      let sum = 0;
      for (const member of members) {
        const place = keys ? keys.indexOf(member) : member;
        if (place < 0) continue;
        for (let at = offsets[place]!; at < offsets[place + 1]!; at++) {
          const document = documents[at]!;
          if (mixed && String.fromCharCode(languages[document]!) !== name[0]) continue;
          times.set(document, (times.get(document) ?? 0) + counts[at]!);
          sum++;
        }
      }
      return { sum, times: [...times].sort(([a], [b]) => a - b) };
    });
    if (joined.every(({ times }) => times.every(([, count]) => count <= 0xff))) lists.set(name, joined);
  }
  return lists;
}

function groupsOf(groups: Readonly<Record<string, readonly number[]>>): StemGroups {
  const names = Object.keys(groups).sort();
  const members = names.map((name) => [...new Set(groups[name])].sort((a, b) => a - b));
  const offsets = [0];
  for (const own of members) offsets.push(offsets.at(-1)! + own.length);
  return {
    stems: KeyList.encode(names),
    offsets: Uint32Array.from(offsets),
    members: Uint32Array.from(members.flat()),
  };
}

function flatten(postings: MadeSegment['postings'], keys: number): FlatPostings {
  const offsets = [0];
  const all: [number, number][] = [];
  for (let key = 0; key < keys; key++) {
    const documents = new Map<number, number>();
    for (const [, own, document, count] of postings)
      if (own === key && !documents.has(document)) documents.set(document, count);
    all.push(...[...documents].sort(([a], [b]) => a - b));
    offsets.push(all.length);
  }
  return {
    offsets: Uint32Array.from(offsets),
    documents: Uint16Array.from(all, ([document]) => document),
    counts: Uint8Array.from(all, ([, count]) => count),
  };
}
