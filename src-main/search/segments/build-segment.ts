import { writeWhole } from '../cache/section-file.ts';
import { TextLog, type TextPlace } from '../cache/text-log.ts';
import type { ArchiveWords } from '../terms/archive-words.ts';
import type { TermRules } from '../terms/term-rules.ts';
import { SegmentBuilder } from './freeze-segment.ts';
import type { IndexedDocument } from './grouped-mini-search.ts';
import { mergeSegments, type MergeSource } from './merge-segments.ts';
import { decodeSegment, type Section } from './segment-file.ts';

/** Articles to be made one segment; their texts and notes lie in the text log of a folder. */
export type FreezeJob = {
  archiveId: string;
  folder: string;
  segmentPath: string;
  /** What the archive taught the rules so far. */
  words: ArchiveWords | null;
  /** With ascending numbers. */
  documents: (Omit<IndexedDocument, 'text' | 'notes'> & { place: TextPlace; identity: number })[];
};

/** Segments to become one, or one to be rid of what is dead in it. */
export type MergeJob = { archiveId: string; segmentPath: string; sources: readonly MergeSource[] };
export type SegmentJob = FreezeJob | MergeJob;

/** What the file of a segment holds; null: it is not usable. */
export type Built = Record<string, Section> | null;

/** Makes a segment and writes its file, whole or not at all. Articles whose text is damaged are left out. */
export function buildSegment(job: SegmentJob, rules: TermRules): Built {
  const bytes = 'sources' in job ? mergeSegments(job.archiveId, job.sources) : freezeTexts(job, rules);
  writeWhole(job.segmentPath, bytes);
  // The memory it was written from is what is searched from now on: nothing is read again.
  return decodeSegment(bytes.buffer, job.archiveId);
}

function freezeTexts(job: FreezeJob, rules: TermRules): Uint8Array {
  if (job.words) rules.learn(job.words);
  const texts = new TextLog(job.folder, false);
  const builder = new SegmentBuilder(rules);
  const identities: number[] = [];
  for (const { place, identity, ...document } of job.documents) {
    const read = texts.read(place);
    if (!read) continue;
    builder.add({ ...document, text: read.text, notes: joinNotes(read.notes) });
    identities.push(identity);
  }
  texts.close();
  return builder.freeze(job.archiveId, Uint32Array.from(identities));
}

export function joinNotes(notes: readonly { text: string }[]): string {
  return notes.map(({ text }) => text).join('\n\n');
}
