import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { checkSum } from './check-sum.ts';

/** What is kept of an article to check phrases and show excerpts. */
export type ArticleTexts = { text: string; notes: { id: string; text: string }[] };

/** Where a record lies. */
export type TextPlace = { offset: number; length: number; sum: string };

const KEPT_RECORDS = 64;

/** Texts in one file that only grows, read when needed; without a file they stay in memory. */
export class TextLog {
  readonly #file: number | null;
  readonly #memory = new Map<number, Buffer>();
  readonly #writable: boolean;
  readonly #recent = new Map<number, ArticleTexts>();
  #end: number;

  /** `path` null: in memory only. Not writable: what is added is kept in memory, behind the end of the file. */
  constructor(path: string | null, writable: boolean) {
    this.#writable = writable && path !== null;
    this.#file = path === null ? null : openSync(path, writable ? 'a+' : 'r');
    // Far behind anything another process may still append to the file.
    this.#end = this.#file === null ? 0 : this.#writable ? fstatSync(this.#file).size : 2 ** 48;
  }

  get size(): number {
    return this.#end;
  }

  append(texts: ArticleTexts): TextPlace {
    const bytes = Buffer.from(JSON.stringify(texts));
    const place = { offset: this.#end, length: bytes.length, sum: checkSum(bytes) };
    if (this.#writable && this.#file !== null) writeFully(this.#file, bytes);
    else this.#memory.set(place.offset, bytes);
    this.#end += bytes.length;
    this.#remember(place.offset, texts);
    return place;
  }

  /** null: damaged or gone. */
  read(place: TextPlace): ArticleTexts | null {
    const recent = this.#recent.get(place.offset);
    if (recent) return recent;
    const bytes = this.#memory.get(place.offset) ?? this.#readBytes(place);
    if (!bytes || checkSum(bytes) !== place.sum) return null;
    const texts = JSON.parse(bytes.toString('utf8')) as ArticleTexts;
    this.#remember(place.offset, texts);
    return texts;
  }

  close(): void {
    this.#recent.clear();
    this.#memory.clear();
    if (this.#file !== null) closeSync(this.#file);
  }

  #readBytes({ offset, length }: TextPlace): Buffer | null {
    if (this.#file === null || offset + length > fstatSync(this.#file).size) return null;
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done);
      if (count === 0) return null;
      done += count;
    }
    return bytes;
  }

  #remember(offset: number, texts: ArticleTexts): void {
    if (this.#recent.size >= KEPT_RECORDS) {
      const [oldest] = this.#recent.keys();
      if (oldest !== undefined) this.#recent.delete(oldest);
    }
    this.#recent.set(offset, texts);
  }
}

/** A short write is continued: a full disk shows as an error on the next try. */
export function writeFully(file: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done);
}
