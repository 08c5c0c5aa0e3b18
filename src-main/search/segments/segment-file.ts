import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { TERM_RULES_VERSION } from '../terms/term-rules.ts';

/** Raise when sections or their meaning change. */
const FORMAT = 1;
const MAGIC = 0x47534c4e; // "NLSG"
const HEAD = 16;

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const;
type TypeName = keyof typeof TYPES;
export type Section = Uint8Array | Uint16Array | Uint32Array;

type Contents = { name: string; type: TypeName; offset: number; length: number }[];
type Header = { format: number; rules: number; archiveId: string; contents: Contents };

/** A segment as one block of bytes: head, contents as JSON, sections at multiples of 8, all under one checksum. */
export function encodeSegment(archiveId: string, sections: Record<string, Section>): Uint8Array {
  const contents: Contents = [];
  let end = 0;
  for (const [name, section] of Object.entries(sections)) {
    contents.push({ name, type: typeOf(section), offset: end, length: section.length });
    end += align(section.byteLength);
  }
  const header = Buffer.from(
    JSON.stringify({ format: FORMAT, rules: TERM_RULES_VERSION, archiveId, contents } satisfies Header),
  );
  const start = align(HEAD + header.length);
  const bytes = new Uint8Array(start + end);
  bytes.set(header, HEAD);
  for (const [at, section] of Object.values(sections).entries()) {
    const raw = new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
    bytes.set(raw, start + (contents[at]?.offset ?? 0));
  }
  const words = new Uint32Array(bytes.buffer);
  words[0] = MAGIC;
  words[1] = header.length;
  words[2] = sumOf(words);
  return bytes;
}

/** Sections of a segment; null: damaged, of another archive, format or version of the term rules. */
export function decodeSegment(buffer: ArrayBufferLike, archiveId: string): Record<string, Section> | null {
  if (buffer.byteLength < HEAD || buffer.byteLength % 8 !== 0) return null;
  const words = new Uint32Array(buffer);
  const headerLength = words[1] ?? 0;
  if (words[0] !== MAGIC || HEAD + headerLength > buffer.byteLength || words[2] !== sumOf(words)) return null;
  const header = JSON.parse(Buffer.from(new Uint8Array(buffer, HEAD, headerLength)).toString('utf8')) as Header;
  if (header.format !== FORMAT || header.rules !== TERM_RULES_VERSION || header.archiveId !== archiveId) return null;
  const start = align(HEAD + headerLength);
  const sections: Record<string, Section> = {};
  for (const { name, type, offset, length } of header.contents) {
    sections[name] = new TYPES[type](buffer as ArrayBuffer, start + offset, length);
  }
  return sections;
}

/** A file's bytes in memory that threads share; null: not readable. */
export function readShared(path: string): SharedArrayBuffer | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const buffer = new SharedArrayBuffer(fstatSync(file).size);
    const bytes = new Uint8Array(buffer);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(file, bytes, done, bytes.length - done, done);
      if (count === 0) return null;
      done += count;
    }
    return buffer;
  } finally {
    closeSync(file);
  }
}

function typeOf(section: Section): TypeName {
  return section instanceof Uint8Array ? 'u8' : section instanceof Uint16Array ? 'u16' : 'u32';
}

function align(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/** Over all but the word the sum itself stands in; every bit counts. */
function sumOf(words: Uint32Array): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    if (at === 2) continue;
    sum = Math.imul(sum ^ (words[at] ?? 0), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}
