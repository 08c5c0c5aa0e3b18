import type { Article } from '#contract';

/** Not allowed in names on Windows, or with a meaning in links of note programs (`#`, `^`, `[`, `]`). */
const UNFIT = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*#^[\]\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Names of devices on Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|con(?:in|out)\$)(?:\.|$)/iu;
const LONGEST = 100;
/** UTF-8: with an id and an ending behind it, a name of most file systems is at most 255. */
const MOST_BYTES = 170;

/** A file name any system takes, from any text; without an ending. */
export function fileName(text: string): string {
  const clean = text.normalize('NFC').replace(UNFIT, ' ').replace(/\s+/gu, ' ').trim();
  const cut = withinBytes(clean.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, ''))
    .replace(/[. ]+$/u, '')
    .replace(/^\.+/u, '')
    .trim();
  return cut === '' || DEVICE.test(cut) ? `_${cut}` : cut;
}

/** As much of a text as fits, whole characters only. */
function withinBytes(text: string): string {
  const characters = Array.from(text);
  while (Buffer.byteLength(characters.join('')) > MOST_BYTES) characters.pop();
  return characters.join('');
}

/** Names files of one export: date and title, and where that is taken the end of the article's id. */
export class FileNames {
  readonly #extension: string;
  readonly #taken = new Set<string>();

  constructor(extension: string) {
    this.#extension = extension;
  }

  of({ id, title, published, archived }: Article): string {
    const date = (published ?? archived).slice(0, 10);
    const base = fileName(`${date} ${title}`);
    return (
      this.#free(base) ??
      this.#free(`${base} ${id.slice(-10)}`) ??
      this.#free(`${base} ${id}`) ??
      `${id}.${this.#extension}`
    );
  }

  #free(base: string): string | null {
    const name = `${base}.${this.#extension}`;
    // Drives that ignore case go by capitals.
    const key = name.toUpperCase().toLowerCase();
    if (this.#taken.has(key)) return null;
    this.#taken.add(key);
    return name;
  }
}
