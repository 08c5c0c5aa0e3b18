import { grown } from './grown-array.ts';

/** A list of numbers that grows, without an object for each. */
export class NumberList {
  #numbers = new Uint32Array(1_024);
  length = 0;

  push(number: number): void {
    if (this.length === this.#numbers.length) this.#numbers = grown(this.#numbers, this.length * 2);
    this.#numbers[this.length++] = number;
  }

  at(index: number): number {
    return this.#numbers[index]!;
  }

  set(index: number, number: number): void {
    this.#numbers[index] = number;
  }

  /** What is in it; a view that holds until the next push. */
  view(): Uint32Array {
    return this.#numbers.subarray(0, this.length);
  }
}
