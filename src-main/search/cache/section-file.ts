import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync } from 'node:fs';
import { writeFully } from './text-log.ts';

const HEAD = 16;

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array } as const;
type TypeName = keyof typeof TYPES;
export type Section = Uint8Array | Uint16Array | Uint32Array | Float64Array;

type Contents = { name: string; type: TypeName; offset: number; length: number }[];

/**
 * Typed arrays as one block of bytes: head, `about` and contents as JSON, sections at multiples of 8, all under one
 * checksum, in memory that threads share. `magic` tells kinds of files apart.
 */
export function encodeSections(magic: number, about: object, sections: Record<string, Section>): Uint8Array {
  const contents: Contents = [];
  let end = 0;
  for (const [name, section] of Object.entries(sections)) {
    contents.push({ name, type: typeOf(section), offset: end, length: section.length });
    end += align(section.byteLength);
  }
  const header = Buffer.from(JSON.stringify({ about, contents }));
  const start = align(HEAD + header.length);
  const bytes = new Uint8Array(new SharedArrayBuffer(start + end));
  bytes.set(header, HEAD);
  for (const [at, section] of Object.values(sections).entries()) {
    const raw = new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
    bytes.set(raw, start + (contents[at]?.offset ?? 0));
  }
  const words = new Uint32Array(bytes.buffer);
  words[0] = magic;
  words[1] = header.length;
  words[2] = sumOf(words);
  return bytes;
}

/** What {@link encodeSections} made, over the same memory; null: damaged, or of another kind. */
export function decodeSections(
  magic: number,
  buffer: ArrayBufferLike,
): { about: Record<string, unknown>; sections: Record<string, Section>; sum: number } | null {
  if (buffer.byteLength < HEAD || buffer.byteLength % 8 !== 0) return null;
  const words = new Uint32Array(buffer);
  const headerLength = words[1] ?? 0;
  if (words[0] !== magic || HEAD + headerLength > buffer.byteLength || words[2] !== sumOf(words)) return null;
  const { about, contents } = JSON.parse(
    Buffer.from(new Uint8Array(buffer, HEAD, headerLength)).toString('utf8'),
  ) as Record<'about', Record<string, unknown>> & { contents: Contents };
  const start = align(HEAD + headerLength);
  const sections: Record<string, Section> = {};
  for (const { name, type, offset, length } of contents) {
    sections[name] = new TYPES[type](buffer as ArrayBuffer, start + offset, length);
  }
  return { about, sections, sum: words[2] };
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
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

/** Writes a file, whole or not at all. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w');
  try {
    writeFully(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

function typeOf(section: Section): TypeName {
  if (section instanceof Uint8Array) return 'u8';
  return section instanceof Uint16Array ? 'u16' : section instanceof Uint32Array ? 'u32' : 'f64';
}

function align(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/**
 * Over all but the word the sum itself stands in; every bit counts. Four sums side by side, which a processor computes
 * at the same time: hundreds of megabytes are checked at each start.
 */
function sumOf(words: Uint32Array): number {
  let [a, b, c, d] = [mix(0x811c9dc5, words[0]!), mix(0x811c9dc5, words[1]!), 0x9e3779b9, mix(0x811c9dc5, words[3]!)];
  let at = 4;
  for (; at + 4 <= words.length; at += 4) {
    a = mix(a, words[at]!);
    b = mix(b, words[at + 1]!);
    c = mix(c, words[at + 2]!);
    d = mix(d, words[at + 3]!);
  }
  for (; at < words.length; at++) a = mix(a, words[at]!);
  return mix(mix(mix(a, b), c), d) >>> 0;
}

function mix(sum: number, word: number): number {
  const product = Math.imul(sum ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
