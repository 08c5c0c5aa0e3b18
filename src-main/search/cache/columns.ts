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
      const numbers = new Map<string, number>();
      const own = Uint32Array.from(values, (value) => {
        const json = JSON.stringify(value);
        let number = numbers.get(json);
        if (number === undefined) numbers.set(json, (number = numbers.size));
        return number;
      });
      return { [name]: own, [`${name}.table`]: Buffer.from(`[${[...numbers.keys()].join(',')}]`) };
    }
  }
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
  let table: unknown[] | null = null;
  const read = (place: number) => {
    table ??= JSON.parse(bytesOf(sections[`${name}.table`]!).toString('utf8')) as unknown[];
    return table[section[place]!];
  };
  // Each record has its own list: who changes one must not change the others.
  return kind === 'name' ? read : (place) => [...(read(place) as string[])];
}

/**
 * The sections of several texts a record, side by side: reading them as one and cutting that takes a fraction of reading
 * each. All records have as many.
 */
export function encodeTextGroups(
  name: string,
  groups: readonly (readonly (string | null)[])[],
): Record<string, Section> {
  // UTF-16 code units and 1; 0 where there is no text at all.
  const lengths = Uint32Array.from(
    groups.flatMap((texts) => texts.map((text) => (text === null ? 0 : text.length + 1))),
  );
  const joined = groups.map((texts) => texts.map((text) => text ?? '').join(''));
  return { ...encodeTexts(name, joined), [`${name}.lengths`]: lengths };
}

/** Gives the texts of a record by its place; `count`: how many each has. */
export function readTextGroups(
  name: string,
  count: number,
  sections: Record<string, Section>,
): (place: number) => (string | null)[] {
  const read = readTexts(name, sections);
  const lengths = sections[`${name}.lengths`]!;
  return (place) => {
    const joined = read(place) ?? '';
    const texts: (string | null)[] = [];
    let start = 0;
    for (let at = place * count; at < (place + 1) * count; at++) {
      const end = start + lengths[at]! - 1;
      texts.push(end < start ? null : joined.slice(start, end));
      start = Math.max(start, end);
    }
    return texts;
  };
}

const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

function encodeTexts(name: string, values: readonly (string | null)[]): Record<string, Section> {
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

function readTexts(name: string, sections: Record<string, Section>): (place: number) => string | null {
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
