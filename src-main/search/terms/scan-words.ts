import { INVISIBLE, UNSPACED, WORD_PATTERN } from './word-spans.ts';

/** Where the words of a text begin and end, and its code units; filled anew for each text, and grows as needed. */
export class WordPlaces {
  /** The text as numbers: read several times as fast as out of a string. What is behind its end is of earlier texts. */
  units = new Uint16Array(1_024);
  #bytes = Buffer.from(this.units.buffer);
  starts = new Uint32Array(1_024);
  ends = new Uint32Array(1_024);
  count = 0;

  /** Begins a text. */
  read(text: string): void {
    this.count = 0;
    if (text.length > this.units.length) {
      this.units = new Uint16Array(text.length * 2);
      this.#bytes = Buffer.from(this.units.buffer);
    }
    this.#bytes.write(text, 'utf16le');
  }

  add(start: number, end: number): void {
    if (this.count === this.starts.length) {
      const { starts, ends } = this;
      this.starts = new Uint32Array(this.count * 2);
      this.starts.set(starts);
      this.ends = new Uint32Array(this.count * 2);
      this.ends.set(ends);
    }
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }
}

/** What a code unit does to a word that is being read. */
const OUTSIDE = 0;
const LETTER = 1;
const DIGIT = 2;
/** May end the word or not: the expression is asked. */
const UNCLEAR = 3;

let kinds: Uint8Array | null = null;
const word = new RegExp(WORD_PATTERN, 'uy');

/** The words of a text, the same as `findWords` says, but without an object or a match for each: indexing needs it. */
export function scanWords(text: string, into: WordPlaces): void {
  const kindOf = (kinds ??= readKinds());
  into.read(text);
  const { units } = into;
  const end = text.length;
  let at = 0;
  while (at < end) {
    const start = at;
    const first = kindOf[units[at]!]!;
    if (first === OUTSIDE) {
      at++;
      continue;
    }
    let kind = first;
    while (kind === LETTER || kind === DIGIT) kind = ++at < end ? kindOf[units[at]!]! : OUTSIDE;
    if (kind === UNCLEAR || (at < end && isUnclear(text, at, first))) {
      word.lastIndex = start;
      if (!word.test(text)) {
        at = start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
        continue;
      }
      at = word.lastIndex;
    }
    into.add(start, at);
  }
}

/** Whether what ends a run of letters and digits may stand inside a word: "2.500", a word cut at the end of a line. */
function isUnclear(text: string, at: number, first: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit === 0x2e || unit === 0x2c) return first === DIGIT && isDigit(text.charCodeAt(at + 1));
  return (unit === 0x2d || unit === 0x2010) && text.charCodeAt(at + 1) === 0x0a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function readKinds(): Uint8Array {
  const letter = /^[\p{L}\p{N}]$/u;
  const unclear = new RegExp(`^(?:${UNSPACED}|[\\p{M}${INVISIBLE}])$`, 'u');
  return Uint8Array.from({ length: 0x10000 }, (_, unit) => {
    if (isDigit(unit)) return DIGIT;
    if (unit >= 0xd800 && unit < 0xe000) return UNCLEAR;
    const character = String.fromCharCode(unit);
    return unclear.test(character) ? UNCLEAR : letter.test(character) ? LETTER : OUTSIDE;
  });
}
