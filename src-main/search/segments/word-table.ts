import { NumberList } from './number-list.ts';

/**
 * Numbers different words in the order they are met. A word is looked up as a stretch of a text: no string is made of
 * it, which costs more than all else when millions of words are indexed.
 */
export class WordTable {
  /** Hash table with linear probing: number of a word and 1, or 0. */
  #slots = new Uint32Array(1 << 12);
  readonly #hashes = new NumberList();
  /** Code units of all words, and where each begins; the last one ends where the next will begin. */
  #units = new Uint16Array(1 << 15);
  readonly #starts = new NumberList();
  #end = 0;

  get size(): number {
    return this.#hashes.length;
  }

  /** Number of the word at [start, end) of a text; a new one gets the next number, which is the {@link size} before. */
  numberOf(text: string, start: number, end: number): number {
    // FNV-1a
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let taken = this.#slots[slot]!; taken !== 0; taken = this.#slots[slot]!) {
      if (this.#hashes.at(taken - 1) === hash && this.#isAt(taken - 1, text, start, end)) return taken - 1;
      slot = (slot + 1) & mask;
    }
    return this.#add(text, start, end, hash, slot);
  }

  #isAt(number: number, text: string, start: number, end: number): boolean {
    const units = this.#units;
    let from = this.#starts.at(number);
    const behind = number + 1 < this.#starts.length ? this.#starts.at(number + 1) : this.#end;
    if (behind - from !== end - start) return false;
    for (let at = start; at < end; at++) if (units[from++] !== text.charCodeAt(at)) return false;
    return true;
  }

  #add(text: string, start: number, end: number, hash: number, slot: number): number {
    while (this.#end + end - start > this.#units.length) {
      const larger = new Uint16Array(this.#units.length * 2);
      larger.set(this.#units);
      this.#units = larger;
    }
    this.#starts.push(this.#end);
    for (let at = start; at < end; at++) this.#units[this.#end++] = text.charCodeAt(at);
    this.#hashes.push(hash);
    this.#slots[slot] = this.size;
    if (this.size * 2 > this.#slots.length) this.#grow();
    return this.size - 1;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.#hashes.at(number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}
