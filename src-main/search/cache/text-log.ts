import { closeSync, existsSync, fstatSync, openSync, readSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { checkSum } from './check-sum.ts';

/** What is kept of an article to check phrases and show excerpts. */
export type ArticleTexts = { text: string; notes: { id: string; text: string }[] };

/** Where a record lies: number of the file, and bytes in it. */
export type TextPlace = { file: number; offset: number; length: number; sum: string };

/** Names of the files with texts. */
export const TEXT_FILE = /^texts-(\d+)\.log$/;

/** Bytes after which the next file is begun, so that what is replaced can be given back file by file. */
const FILE_SIZE = 64 << 20;
/** "File" of what is only in memory. */
const MEMORY = 0;
const KEPT_RECORDS = 64;

/** Texts in files that only grow, read when needed; without a folder, or where another process writes, in memory. */
export class TextLog {
  readonly #folder: string | null;
  readonly #writable: boolean;
  readonly #files = new Map<number, number>();
  readonly #memory = new Map<number, Buffer>();
  readonly #recent = new Map<string, ArticleTexts>();
  /** The file that grows, and its end; 0: none yet. */
  #current = 0;
  #end = 0;

  /** `folder` null: in memory only. Not writable: what is added is kept in memory. */
  constructor(folder: string | null, writable: boolean) {
    this.#folder = folder;
    this.#writable = writable && folder !== null;
    if (this.#writable) this.#current = Math.max(0, ...this.numbers());
    const file = this.#current === 0 ? null : this.#open(this.#current);
    if (file !== null) this.#end = fstatSync(file).size;
  }

  /** Numbers of the files there are. */
  numbers(): number[] {
    if (this.#folder === null || !existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .map((name) => Number(TEXT_FILE.exec(name)?.[1] ?? 0))
      .filter((number) => number > 0);
  }

  /** Bytes of a file. */
  size(number: number): number {
    const file = this.#open(number);
    return file === null ? 0 : fstatSync(file).size;
  }

  /** Says of a place, while nothing is added, whether its file has become too short for it, or is gone. */
  isCut(): (place: Pick<TextPlace, 'file' | 'offset' | 'length'>) => boolean {
    const sizes = new Map<number, number>();
    return ({ file, offset, length }) => {
      if (file === MEMORY) return false;
      let size = sizes.get(file);
      if (size === undefined) sizes.set(file, (size = this.size(file)));
      return offset + length > size;
    };
  }

  append(texts: ArticleTexts): TextPlace {
    const bytes = Buffer.from(JSON.stringify(texts));
    if (this.#writable && (this.#current === 0 || this.#end >= FILE_SIZE)) this.beginFile();
    const place = {
      file: this.#writable ? this.#current : MEMORY,
      ...{ offset: this.#end, length: bytes.length, sum: checkSum(bytes) },
    };
    const file = this.#writable ? this.#open(this.#current) : null;
    if (file === null) this.#memory.set(place.offset, bytes);
    else writeFully(file, bytes);
    this.#end += bytes.length;
    this.#remember(place, texts);
    return place;
  }

  /** null: damaged or gone. */
  read(place: TextPlace): ArticleTexts | null {
    const recent = this.#recent.get(nameOf(place));
    if (recent) return recent;
    const bytes = place.file === MEMORY ? this.#memory.get(place.offset) : this.#readBytes(place);
    if (!bytes || checkSum(bytes) !== place.sum) return null;
    const texts = JSON.parse(bytes.toString('utf8')) as ArticleTexts;
    this.#remember(place, texts);
    return texts;
  }

  /** What follows goes to a new file; the number of the one before. */
  beginFile(): number {
    const before = this.#current;
    this.#current = Math.max(before, 0, ...this.numbers()) + 1;
    this.#end = 0;
    return before;
  }

  get current(): number {
    return this.#current;
  }

  /** To be called when nothing refers to a file any more. */
  removeFile(number: number): void {
    const file = this.#files.get(number);
    if (file !== undefined) closeSync(file);
    this.#files.delete(number);
    if (!this.#writable) return;
    try {
      rmSync(this.#path(number), { force: true });
    } catch {
      // Another process reads it, where that forbids deleting: it goes the next time.
    }
  }

  close(): void {
    this.#recent.clear();
    this.#memory.clear();
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }

  #path(number: number): string {
    return join(this.#folder ?? '', `texts-${String(number).padStart(6, '0')}.log`);
  }

  /** null: there is no such file. */
  #open(number: number): number | null {
    const known = this.#files.get(number);
    if (known !== undefined) return known;
    if (this.#folder === null) return null;
    try {
      const grows = this.#writable && number === this.#current;
      const file = openSync(this.#path(number), grows ? 'a+' : 'r');
      this.#files.set(number, file);
      return file;
    } catch {
      if (this.#writable && number === this.#current) throw new Error('texts cannot be written');
      return null;
    }
  }

  #readBytes({ file: number, offset, length }: TextPlace): Buffer | null {
    const file = this.#open(number);
    if (file === null) return null;
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) return null;
      done += count;
    }
    return bytes;
  }

  #remember(place: TextPlace, texts: ArticleTexts): void {
    if (this.#recent.size >= KEPT_RECORDS) {
      const [oldest] = this.#recent.keys();
      if (oldest !== undefined) this.#recent.delete(oldest);
    }
    this.#recent.set(nameOf(place), texts);
  }
}

function nameOf({ file, offset }: TextPlace): string {
  return `${file}:${offset}`;
}

/** A short write is continued: a full disk shows as an error on the next try. */
export function writeFully(file: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done);
}
