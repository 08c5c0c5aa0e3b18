import { decodeSections, encodeSections, readShared, type Section } from '../cache/section-file.ts';
import { TERM_RULES_VERSION } from '../terms/term-rules.ts';

export type { Section };

/** Raise when sections or their meaning change. */
const FORMAT = 8;
const MAGIC = 0x47534c4e; // "NLSG"

/** A segment as one block of bytes under a checksum. */
export function encodeSegment(archiveId: string, sections: Record<string, Section>): Uint8Array {
  return encodeSections(MAGIC, { format: FORMAT, rules: TERM_RULES_VERSION, archiveId }, sections);
}

/** Sections of a segment; null: damaged, of another archive, format or version of the term rules. */
export function decodeSegment(buffer: ArrayBufferLike, archiveId: string): Record<string, Section> | null {
  const decoded = decodeSections(MAGIC, buffer);
  if (!decoded) return null;
  const { format, rules, archiveId: own } = decoded.about;
  return format === FORMAT && rules === TERM_RULES_VERSION && own === archiveId ? decoded.sections : null;
}

/** {@link decodeSegment} of a file, in memory that threads share; null also: it cannot be read. */
export function readSegment(path: string, archiveId: string): Record<string, Section> | null {
  const buffer = readShared(path);
  return buffer && decodeSegment(buffer, archiveId);
}
