import { grown } from './grown-array.ts';
import { NumberList } from './number-list.ts';

/**
 * Numbers different words in the order they are met. A word is looked up as a stretch of a text's code units: no string
 * is made of it, which costs more than all else when millions of words are indexed.
 */
export class WordTable {
  /** Hash table with linear probing: in pairs, number of a word and 1, or 0, and its hash. */
  #slots = new Uint32Array(1 << 13);
  /** Code units of all words, and where each begins; the last one ends where the next will begin. */
  #units = new Uint16Array(1 << 15);
  readonly #starts = new NumberList();
  #end = 0;

  get size(): number {
    return this.#starts.length;
  }

  /** Number of the word at [start, end) of a text's units; a new one gets the next number, the {@link size} before. */
  numberOf(text: Uint16Array, start: number, end: number): number {
    // FNV-1a
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text[at]!, 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const slots = this.#slots;
    const mask = slots.length - 2;
    let slot = (hash * 2) & mask;
    for (let taken = slots[slot]!; taken !== 0; taken = slots[slot]!) {
      if (slots[slot + 1] === hash && this.#isAt(taken - 1, text, start, end)) return taken - 1;
      slot = (slot + 2) & mask;
    }
    return this.#add(text, start, end, hash, slot);
  }

  #isAt(number: number, text: Uint16Array, start: number, end: number): boolean {
    const units = this.#units;
    let from = this.#starts.at(number);
    const behind = number + 1 < this.#starts.length ? this.#starts.at(number + 1) : this.#end;
    if (behind - from !== end - start) return false;
    for (let at = start; at < end; at++) if (units[from++] !== text[at]) return false;
    return true;
  }

  #add(text: Uint16Array, start: number, end: number, hash: number, slot: number): number {
    while (this.#end + end - start > this.#units.length) this.#units = grown(this.#units, this.#units.length * 2);
    this.#starts.push(this.#end);
    for (let at = start; at < end; at++) this.#units[this.#end++] = text[at]!;
    this.#slots[slot] = this.size;
    this.#slots[slot + 1] = hash;
    if (this.size * 4 > this.#slots.length) this.#grow();
    return this.size - 1;
  }

  #grow(): void {
    const before = this.#slots;
    const slots = new Uint32Array(before.length * 2);
    const mask = slots.length - 2;
    for (let old = 0; old < before.length; old += 2) {
      if (before[old] === 0) continue;
      const hash = before[old + 1]!;
      let slot = (hash * 2) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = before[old]!;
      slots[slot + 1] = hash;
    }
    this.#slots = slots;
  }
}
