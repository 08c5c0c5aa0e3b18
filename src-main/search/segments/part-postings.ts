import type { Section } from './segment-file.ts';

/** Keys a stem must be a part of to have lists: the postings of fewer are as quickly found one key after the other. */
export const LEAST_KEYS = 4;

/**
 * The postings of all keys a stem is a part of, as one list a field: a search reads it instead of those of hundreds of
 * compounds. In a segment of several languages only articles of the stem's own count. Lists of a stem lie side by side,
 * field after field, four for each of `stems`: documents[offsets[n] … offsets[n + 1]), ascending, is the n-th.
 */
export type PartPostings = {
  /** Stems that have lists, ascending, by their place among all that are parts. */
  stems: Uint32Array;
  offsets: Uint32Array;
  /** By list, postings of the keys it was joined of: the sum over keys, as documents with two of them count twice. */
  sums: Uint32Array;
  documents: Uint16Array;
  /** How often an article has any of the keys. */
  counts: Uint8Array;
};

/** As sections of a segment. */
export function partPostingSections({
  stems,
  offsets,
  sums,
  documents,
  counts,
}: PartPostings): Record<string, Section> {
  return {
    ...{ partListStems: stems, partListOffsets: offsets, partListSums: sums },
    ...{ partListDocuments: documents, partListCounts: counts },
  };
}

/** The same out of the sections of a segment. */
export function partPostingsOf(sections: Record<string, Section>): PartPostings {
  return {
    stems: sections['partListStems'] as Uint32Array,
    offsets: sections['partListOffsets'] as Uint32Array,
    sums: sections['partListSums'] as Uint32Array,
    documents: sections['partListDocuments'] as Uint16Array,
    counts: sections['partListCounts'] as Uint8Array,
  };
}
