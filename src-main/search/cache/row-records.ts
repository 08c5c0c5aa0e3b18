import type { ArticleRow } from '#contract';
import { encodeNames, encodeTexts, readNames, readTexts, type ReadText } from './columns.ts';
import type { Section } from './section-file.ts';

/** In the order they stand in a row's text. */
const TEXTS = ['id', 'title', 'published', 'archived', 'url', 'image'] as const satisfies (keyof ArticleRow)[];
const NAMES = ['source', 'language', 'tags'] as const;

/**
 * Numbers of a row, 64 bytes: words and notes as 64 bits each, then 32 bits each: source, language and tags by their
 * tables, flags, and for each text its UTF-16 code units and 1, or 0 where there is no text at all.
 */
const SIZE = { doubles: 8, words: 16 };
const AT = { words: 0, notes: 1, source: 4, language: 5, tags: 6, flags: 7, lengths: 8 };
const FLAG = { read: 1, starred: 2, unreadable: 4 };

/**
 * Sections of rows. A list shows twenty of them, far from each other: each has its numbers side by side and its texts as
 * one, so that little memory has to be looked at, and that takes longer than all else.
 */
export function encodeRows(rows: readonly ArticleRow[]): Record<string, Section> {
  const doubles = new Float64Array(rows.length * SIZE.doubles);
  const words = new Uint32Array(doubles.buffer);
  const tables: Record<string, Section> = {};
  const texts: string[] = [];
  for (const [place, row] of rows.entries()) {
    const first = place * SIZE.words;
    doubles[place * SIZE.doubles + AT.words] = row.words;
    doubles[place * SIZE.doubles + AT.notes] = row.notes;
    words[first + AT.flags] =
      (row.read ? FLAG.read : 0) + (row.starred ? FLAG.starred : 0) + (row.unreadable ? FLAG.unreadable : 0);
    for (const [at, name] of TEXTS.entries())
      words[first + AT.lengths + at] = row[name] === null ? 0 : row[name].length + 1;
    texts.push(TEXTS.map((name) => row[name] ?? '').join(''));
  }
  for (const name of NAMES) {
    const { numbers, table } = encodeNames(rows.map((row) => row[name]));
    for (const [place, number] of numbers.entries()) words[place * SIZE.words + AT[name]] = number;
    tables[`row.${name}`] = table;
  }
  return { 'row.numbers': doubles, ...encodeTexts('row.texts', texts), ...tables };
}

/** Rows as they were encoded, by place. */
export class RowRecords {
  readonly #doubles: Float64Array;
  readonly #words: Uint32Array;
  readonly #text: ReadText;
  readonly #source: (number: number) => string;
  readonly #language: (number: number) => string | null;
  readonly #tags: (number: number) => string[];

  constructor(sections: Record<string, Section>) {
    this.#doubles = sections['row.numbers'] as Float64Array;
    const { buffer, byteOffset, length } = this.#doubles;
    this.#words = new Uint32Array(buffer, byteOffset, length * 2);
    this.#text = readTexts('row.texts', sections);
    this.#source = readNames(sections['row.source']!) as (number: number) => string;
    this.#language = readNames(sections['row.language']!) as (number: number) => string | null;
    this.#tags = readNames(sections['row.tags']!) as (number: number) => string[];
  }

  at(place: number): ArticleRow {
    const words = this.#words;
    const first = place * SIZE.words;
    const flags = words[first + AT.flags]!;
    const joined = this.#text(place)!;
    const lengths = first + AT.lengths;
    // Written out: a list's rows are made while somebody types, and lists, or properties added one by one, take several
    // times as long.
    const id = words[lengths]! - 1;
    const title = id + words[lengths + 1]! - 1;
    const published = title + sizeOf(words[lengths + 2]!);
    const archived = published + words[lengths + 3]! - 1;
    const url = archived + sizeOf(words[lengths + 4]!);
    return {
      id: joined.slice(0, id),
      title: joined.slice(id, title),
      source: this.#source(words[first + AT.source]!),
      published: words[lengths + 2] === 0 ? null : joined.slice(title, published),
      archived: joined.slice(published, archived),
      language: this.#language(words[first + AT.language]!),
      url: words[lengths + 4] === 0 ? null : joined.slice(archived, url),
      // Each row has its own list: who changes one must not change the others.
      tags: this.#tags(words[first + AT.tags]!).slice(),
      notes: this.#doubles[place * SIZE.doubles + AT.notes]!,
      read: (flags & FLAG.read) > 0,
      starred: (flags & FLAG.starred) > 0,
      words: this.#doubles[place * SIZE.doubles + AT.words]!,
      image: words[lengths + 5] === 0 ? null : joined.slice(url),
      unreadable: (flags & FLAG.unreadable) > 0,
    };
  }

  idAt(place: number): string {
    return this.#text(place)!.slice(0, this.#words[place * SIZE.words + AT.lengths]! - 1);
  }
}

/** UTF-16 code units of a text of this length in a row's numbers. */
function sizeOf(length: number): number {
  return length === 0 ? 0 : length - 1;
}
