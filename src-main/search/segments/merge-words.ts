import type { Merged } from './merge-segments.ts';
import { FIRST_SHARED, SHARED } from './segment-ranks.ts';
import { TEXT } from './word-query.ts';

/**
 * By new place, 1 of keys that must share a rank: where two of the same rank stand in one text, nobody knows any more
 * which word is which of them.
 */
export function sharedKeys(all: readonly Merged[], keys: number): Uint8Array {
  const shared = new Uint8Array(keys);
  const lastKey = new Uint32Array(SHARED);
  for (const { segment, documents, places } of all) {
    const rare = rareKeys(segment, documents);
    // From 1 on: in which document each rank was met last.
    const met = new Uint32Array(SHARED);
    for (let document = 0; document < documents.length; document++) {
      for (let at = rare.offsets[document]!; at < rare.offsets[document + 1]!; at++) {
        const key = rare.keys[at]!;
        const rank = segment.ranks[key]! - FIRST_SHARED;
        if (met[rank] === document + 1) shared[places[key]!] = shared[places[lastKey[rank]!]!] = 1;
        met[rank] = document + 1;
        lastKey[rank] = key;
      }
    }
  }
  return shared;
}

/** All words of all texts by their new ranks; `ranks`: by new place of their keys. */
export function mergeWords(
  all: readonly Merged[],
  size: number,
  ranks: Uint16Array,
): { words: Uint16Array; wordOffsets: Uint32Array } {
  const wordOffsets = new Uint32Array(size + 1);
  let count = 0;
  for (const { segment, documents } of all) {
    const { wordOffsets: own } = segment;
    for (let document = 0; document < documents.length; document++) {
      if (documents[document]! < 0) continue;
      count += own[document + 1]! - own[document]!;
      wordOffsets[documents[document]! + 1] = count;
    }
  }
  const words = new Uint16Array(count);
  let end = 0;
  for (const { segment, documents, places } of all) {
    const { words: from, wordOffsets: own, ranks: ownRanks } = segment;
    /** New rank by rank; of those that are shared, for one document after the other. */
    const newRanks = new Uint16Array(FIRST_SHARED + SHARED);
    for (let key = 0; key < places.length; key++)
      if (ownRanks[key]! < FIRST_SHARED) newRanks[ownRanks[key]!] = ranks[places[key]!]!;
    const rare = rareKeys(segment, documents);
    for (let document = 0; document < documents.length; document++) {
      if (documents[document]! < 0) continue;
      for (let at = rare.offsets[document]!; at < rare.offsets[document + 1]!; at++) {
        const key = rare.keys[at]!;
        newRanks[ownRanks[key]!] = ranks[places[key]!]!;
      }
      for (let at = own[document]!; at < own[document + 1]!; at++) words[end++] = newRanks[from[at]!]!;
    }
  }
  return { words, wordOffsets };
}

/** By document that is kept, its keys that share a rank: keys[offsets[d] … offsets[d + 1]). */
function rareKeys(
  { ranks, fields }: Merged['segment'],
  documents: Int32Array,
): { offsets: Uint32Array; keys: Uint32Array } {
  const { offsets: postings, documents: from } = fields[TEXT]!;
  const offsets = new Uint32Array(documents.length + 1);
  const each = (visit: (document: number, key: number) => void) => {
    for (let key = 0; key < ranks.length; key++) {
      if (ranks[key]! < FIRST_SHARED) continue;
      for (let at = postings[key]!; at < postings[key + 1]!; at++)
        if (documents[from[at]!]! >= 0) visit(from[at]!, key);
    }
  };
  each((document) => offsets[document + 1]!++);
  for (let document = 1; document < offsets.length; document++) offsets[document]! += offsets[document - 1]!;
  const keys = new Uint32Array(offsets[documents.length]!);
  const next = offsets.slice();
  each((document, key) => {
    keys[next[document]!++] = key;
  });
  return { offsets, keys };
}
