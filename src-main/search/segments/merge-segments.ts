import type { FlatPostings } from './field-words.ts';
import { FrozenSegment } from './frozen-segment.ts';
import { indexOf, joinKeys, listOf, type JointData } from './joint-keys.ts';
import type { KeyList } from './key-list.ts';
import { mergeWords, sharedKeys } from './merge-words.ts';
import { encodeSegment, type Section } from './segment-file.ts';
import { ranksOf } from './segment-ranks.ts';
import { sectionsOf, type StemGroups } from './segment-sections.ts';
import { FIELDS, TEXT } from './word-query.ts';

/** A segment that is to become part of another. `kept`: by document, 0 of those to be left out; null: all are kept. */
export type MergeSource = {
  sections: Record<string, Section>;
  kept: Uint8Array | null;
};

/** One of the segments that become one: where its documents and keys come to be. */
export type Merged = {
  segment: FrozenSegment;
  /** New number by document; negative: left out. */
  documents: Int32Array;
  /** By key, 0 of those no document is left of; null: all are kept. */
  keptKeys: Uint8Array | null;
  /** New place by key. */
  places: Uint32Array;
};

/**
 * Merges segments without their texts: the same as a segment built at once of the same articles in this order, but that
 * a rare word may share its rank where it would have one of its own. The bytes of its file.
 */
export function mergeSegments(archiveId: string, sources: readonly MergeSource[]): Uint8Array {
  let size = 0;
  const all = sources.map(({ sections, kept }): Merged => {
    const segment = FrozenSegment.of(sections);
    const documents = Int32Array.from(segment.ordinals, (_, document) => (kept?.[document] === 0 ? -1 : size++));
    const keptKeys = documents.includes(-1) ? keysOf(segment, documents) : null;
    return {
      segment,
      documents,
      keptKeys,
      places: new Uint32Array(segment.keys.length),
    };
  });
  const keys = joinLists(all.map(({ segment, keptKeys }) => [segment.keys, keptKeys]));
  for (let key = 0; key + 1 < keys.starts.length; key++) {
    for (let at = keys.starts[key]!; at < keys.starts[key + 1]!; at++)
      all[listOf(keys.places[at]!)]!.places[indexOf(keys.places[at]!)] = key;
  }
  const postings = FIELDS.map((_, field) => mergePostings(all, field, keys.sizes.length));
  const languages = byDocument(all, ({ languages: own }) => own, new Uint8Array(size));
  const present = new Set(languages);
  const ranks = ranksOf(postings[TEXT]!.offsets, keys, sharedKeys(all, keys.sizes.length));
  const sections = sectionsOf({
    ordinals: byDocument(all, ({ ordinals }) => ordinals, new Uint32Array(size)),
    identities: byDocument(all, ({ identities }) => identities, new Uint32Array(size)),
    languages,
    // What the newest was built with, those of the oldest lack.
    learned: Math.min(...all.map(({ segment }) => segment.learned)),
    lengths: mergeLengths(all, size),
    keys,
    forms: mergeGroups(all, 'forms', present),
    parts: mergeGroups(all, 'parts', present),
    postings,
    ranks,
    ...mergeWords(all, size, ranks),
  });
  return encodeSegment(archiveId, sections);
}

/** Keys that some document that is kept has, in any field. */
function keysOf(segment: FrozenSegment, documents: Int32Array): Uint8Array {
  const kept = new Uint8Array(segment.keys.length);
  for (const { keys, offsets, documents: own } of segment.fields) {
    for (let place = 0; place + 1 < offsets.length; place++) {
      for (let at = offsets[place]!; at < offsets[place + 1]!; at++) {
        if (documents[own[at]!]! < 0) continue;
        kept[keys ? keys[place]! : place] = 1;
        break;
      }
    }
  }
  return kept;
}

function joinLists(lists: readonly (readonly [KeyList, Uint8Array | null])[]): JointData {
  const work = joinKeys(
    lists.map(([list]) => list),
    lists.map(([, kept]) => kept),
  );
  let step = work.next();
  while (step.done !== true) step = work.next();
  if (!step.value) throw new Error('too many words for one segment');
  return step.value;
}

/** What segments have by document, of the documents that are kept. */
function byDocument<T extends Uint8Array | Uint16Array | Uint32Array>(
  all: readonly Merged[],
  of: (segment: FrozenSegment) => T,
  into: T,
): T {
  for (const { segment, documents } of all) {
    const own = of(segment);
    for (let document = 0; document < documents.length; document++) {
      const place = documents[document]!;
      if (place >= 0) into[place] = own[document]!;
    }
  }
  return into;
}

function mergeLengths(all: readonly Merged[], size: number): Uint16Array {
  const merged = new Uint16Array(FIELDS.length * size);
  for (const field of FIELDS.keys())
    byDocument(all, ({ lengths }) => lengths[field]!, merged.subarray(field * size, (field + 1) * size));
  return merged;
}

/** Documents of a segment stand behind those of the ones before: the postings of a key stay ascending. */
function mergePostings(all: readonly Merged[], field: number, keys: number): FlatPostings {
  const offsets = new Uint32Array(keys + 1);
  for (const { segment, documents, places } of all) {
    const { keys: listed, offsets: own, documents: from } = segment.fields[field]!;
    for (let place = 0; place + 1 < own.length; place++) {
      let count = 0;
      for (let at = own[place]!; at < own[place + 1]!; at++) if (documents[from[at]!]! >= 0) count++;
      // Of a key that is left out nothing is counted.
      offsets[places[listed ? listed[place]! : place]! + 1]! += count;
    }
  }
  for (let key = 1; key < offsets.length; key++) offsets[key]! += offsets[key - 1]!;
  const merged = new Uint16Array(offsets[keys]!);
  const counts = new Uint8Array(merged.length);
  const next = offsets.slice();
  for (const { segment, documents, places } of all) {
    const { keys: listed, offsets: own, documents: from, counts: ownCounts } = segment.fields[field]!;
    for (let place = 0; place + 1 < own.length; place++) {
      const key = places[listed ? listed[place]! : place]!;
      let end = next[key]!;
      for (let at = own[place]!; at < own[place + 1]!; at++) {
        const document = documents[from[at]!]!;
        if (document < 0) continue;
        merged[end] = document;
        counts[end++] = ownCounts[at]!;
      }
      next[key] = end;
    }
  }
  return { offsets, documents: merged, counts };
}

/** `languages`: of the documents that are kept; stems of no other one are. */
function mergeGroups(all: readonly Merged[], name: 'forms' | 'parts', languages: ReadonlySet<number>): StemGroups {
  const stems = joinLists(all.map((one) => [one.segment[name].stems, keptStems(one, name, languages)]));
  const { starts, places } = stems;
  const most = all.reduce((sum, { segment }) => sum + segment[name].members.length, 0);
  const members = new Uint32Array(most);
  const offsets = new Uint32Array(starts.length);
  let count = 0;
  for (let stem = 0; stem + 1 < starts.length; stem++) {
    const first = count;
    for (let at = starts[stem]!; at < starts[stem + 1]!; at++) {
      const { segment, keptKeys, places: newPlaces } = all[listOf(places[at]!)]!;
      const { offsets: own, members: from } = segment[name];
      const index = indexOf(places[at]!);
      for (let member = own[index]!; member < own[index + 1]!; member++) {
        if (keptKeys?.[from[member]!] !== 0) members[count++] = newPlaces[from[member]!]!;
      }
    }
    if (starts[stem + 1]! - starts[stem]! > 1) count = sortOnce(members, first, count);
    offsets[stem + 1] = count;
  }
  return { stems, offsets, members: members.slice(0, count) };
}

/** By stem, 0 of those no key is left of; null: all are kept. */
function keptStems(
  { segment, keptKeys }: Merged,
  name: 'forms' | 'parts',
  languages: ReadonlySet<number>,
): Uint8Array | null {
  if (!keptKeys) return null;
  const { stems, offsets, members } = segment[name];
  const kept = new Uint8Array(stems.length);
  stems.walk(0, (stem, units) => {
    if (!languages.has(units[0]!)) return true;
    for (let at = offsets[stem]!; at < offsets[stem + 1]!; at++) kept[stem]! |= keptKeys[members[at]!]!;
    return true;
  });
  return kept;
}

/** Sorts a stretch of numbers and keeps each once; its new end. */
function sortOnce(numbers: Uint32Array, first: number, end: number): number {
  numbers.subarray(first, end).sort();
  let count = first;
  for (let at = first; at < end; at++)
    if (at === first || numbers[at] !== numbers[at - 1]) numbers[count++] = numbers[at]!;
  return count;
}
