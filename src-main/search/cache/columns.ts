import type { Section } from './section-file.ts';

/**
 * How one property of many records is kept: texts one after the other; names, and lists of names, each once with the
 * number of it a record; numbers; yes or no.
 */
export type ColumnKind = 'text' | 'name' | 'names' | 'number' | 'flag';

/** The sections of a column; `values` must be what the kind says, or null where it is text or name. */
export function encodeColumn(name: string, kind: ColumnKind, values: readonly unknown[]): Record<string, Section> {
  switch (kind) {
    case 'number':
      return { [name]: Float64Array.from(values as number[]) };
    case 'flag':
      return { [name]: Uint8Array.from(values as boolean[], Number) };
    case 'text':
      return encodeTexts(name, values as (string | null)[]);
    default: {
      const { numbers, table } = encodeNames(values);
      return { [name]: numbers, [`${name}.table`]: table };
    }
  }
}

/** Different values, once each, and the number of its own for each record. */
export function encodeNames(values: readonly unknown[]): { numbers: Uint32Array; table: Uint8Array } {
  const known = new Map<string, number>();
  const numbers = Uint32Array.from(values, (value) => {
    const json = JSON.stringify(value);
    let number = known.get(json);
    if (number === undefined) known.set(json, (number = known.size));
    return number;
  });
  return { numbers, table: new Uint8Array(Buffer.from(`[${[...known.keys()].join(',')}]`)) };
}

/** Gives the values of a table of {@link encodeNames} by their numbers. */
export function readNames(section: Section): (number: number) => unknown {
  let table: unknown[] | null = null;
  return (number) => (table ??= JSON.parse(bytesOf(section).toString('utf8')) as unknown[])[number];
}

/** Gives the value of a record by its place. */
export function readColumn(
  name: string,
  kind: ColumnKind,
  sections: Record<string, Section>,
): (place: number) => unknown {
  const section = sections[name]!;
  if (kind === 'number') return (place) => section[place];
  if (kind === 'flag') return (place) => section[place] === 1;
  if (kind === 'text') return readTexts(name, sections);
  const names = readNames(sections[`${name}.table`]!);
  const read = (place: number) => names(section[place]!);
  // Each record has its own list: who changes one must not change the others.
  return kind === 'name' ? read : (place) => [...(read(place) as string[])];
}

const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

/** The sections of texts, one after the other. */
export function encodeTexts(name: string, values: readonly (string | null)[]): Record<string, Section> {
  const isWide = values.some((value) => value !== null && LONE_SURROGATE.test(value));
  const encoding = isWide ? 'utf16le' : 'utf8';
  const parts = values.map((value) => Buffer.from(value ?? '', encoding));
  // Twice the end, and 1 where there is no text at all.
  const ends = new Float64Array(values.length);
  let end = 0;
  for (const [at, part] of parts.entries()) {
    end += part.length;
    ends[at] = end * 2 + (values[at] === null ? 1 : 0);
  }
  const bytes = new Uint8Array(Buffer.concat(parts));
  return {
    [name]: bytes,
    [`${name}.ends`]: end < 0x8000_0000 ? Uint32Array.from(ends) : ends,
    ...(isWide ? { [`${name}.wide`]: new Uint8Array(0) } : {}),
  };
}

/** A text by its place; null: there was none. */
export type ReadText = (place: number) => string | null;

export function readTexts(name: string, sections: Record<string, Section>): ReadText {
  const bytes = bytesOf(sections[name]!);
  const ends = sections[`${name}.ends`]!;
  const encoding = `${name}.wide` in sections ? 'utf16le' : 'utf8';
  return (place) => {
    const own = ends[place]!;
    if (own % 2 === 1) return null;
    const start = place === 0 ? 0 : Math.floor(ends[place - 1]! / 2);
    return bytes.toString(encoding, start, own / 2);
  };
}

function bytesOf(section: Section): Buffer {
  return Buffer.from(section.buffer, section.byteOffset, section.byteLength);
}
