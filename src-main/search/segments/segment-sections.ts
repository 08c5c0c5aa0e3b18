import type { FlatPostings } from './field-words.ts';
import { pairFrequent } from './frequent-pairs.ts';
import { joinPartPostings } from './join-part-postings.ts';
import type { KeyListData } from './key-list.ts';
import { partPostingSections } from './part-postings.ts';
import type { Section } from './segment-file.ts';
import { addLanguages } from './sole-languages.ts';
import { FIELDS, TEXT } from './word-query.ts';

/** Keys that share a stem or have it as a part: members[offsets[n] … offsets[n + 1]) of the n-th stem, ascending. */
export type StemGroups = {
  stems: KeyListData;
  offsets: Uint32Array;
  members: Uint32Array;
};

/** What a segment consists of; by document, key, field or stem as FrozenSegment has it. */
export type SegmentParts = {
  ordinals: Uint32Array;
  identities: Uint32Array;
  languages: Uint8Array;
  learned: number;
  /** One field after the other. */
  lengths: Uint16Array;
  keys: KeyListData;
  forms: StemGroups;
  parts: StemGroups;
  postings: readonly FlatPostings[];
  ranks: Uint16Array;
  words: Uint16Array;
  wordOffsets: Uint32Array;
};

/** The sections of a segment's file. */
export function sectionsOf({ keys, forms, parts, postings, learned, ...same }: SegmentParts): Record<string, Section> {
  const sole = new Uint8Array(keys.sizes.length);
  for (const own of postings) addLanguages(own, same.languages, sole);
  const sections: Record<string, Section> = {
    ...same,
    ...{ learned: Uint32Array.of(learned), sole },
    ...pairFrequent(same.words, same.wordOffsets),
    ...keyListSections('key', keys),
    ...groupSections('form', forms),
    ...groupSections('part', parts),
    ...partPostingSections(joinPartPostings(parts, postings, same.languages, sole)),
  };
  for (const [field, own] of postings.entries())
    Object.assign(sections, field === TEXT ? denseSections(own) : sparseSections(field, own));
  return sections;
}

function keyListSections(name: string, { units, shared, sizes, blocks, heads }: KeyListData): Record<string, Section> {
  return {
    ...{
      [`${name}Units`]: units,
      [`${name}Shared`]: shared,
      [`${name}Sizes`]: sizes,
    },
    ...{ [`${name}Blocks`]: blocks, [`${name}Heads`]: heads },
  };
}

function groupSections(name: string, { stems, offsets, members }: StemGroups): Record<string, Section> {
  return {
    ...keyListSections(name, stems),
    [`${name}Offsets`]: offsets,
    [`${name}Members`]: members,
  };
}

/** Nearly every key stands in some text: one offset a key. */
function denseSections({ offsets, documents, counts }: FlatPostings): Record<string, Section> {
  return { textOffsets: offsets, textDocuments: documents, textCounts: counts };
}

/** Few keys stand in the short fields: only those are listed. */
function sparseSections(field: number, { offsets, documents, counts }: FlatPostings): Record<string, Section> {
  const name = FIELDS[field] ?? '';
  const keys: number[] = [];
  const starts = [0];
  for (let key = 0; key + 1 < offsets.length; key++) {
    if (offsets[key] === offsets[key + 1]) continue;
    keys.push(key);
    starts.push(offsets[key + 1]!);
  }
  return {
    [`${name}Keys`]: Uint32Array.from(keys),
    [`${name}Offsets`]: Uint32Array.from(starts),
    [`${name}Documents`]: documents,
    [`${name}Counts`]: counts,
  };
}
