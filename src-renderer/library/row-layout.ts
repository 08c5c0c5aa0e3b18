/** Heights in px of the lines of a list; the same for every line of a kind, so that 100,000 need not be measured. */
export type LineHeights = { row: number; heading: number };

/** Where the lines of a long list stand, when headings stand before some of them. */
export class RowLayout {
  readonly #heights: LineHeights;
  readonly #count: number;
  /** Rows that have a heading before them, rising. */
  readonly #headed: readonly number[];

  constructor(count: number, heights: LineHeights, headed: readonly number[]) {
    this.#count = count;
    this.#heights = heights;
    this.#headed = headed;
  }

  /** Of the whole list. */
  get height(): number {
    return this.#count * this.#heights.row + this.#headed.length * this.#heights.heading;
  }

  /** Upper edge of a row, its heading not included. */
  top(index: number): number {
    return index * this.#heights.row + this.#headingsUntil(index) * this.#heights.heading;
  }

  /** Upper edge of the heading before a row; the row's own where it has none. */
  headingTop(index: number): number {
    const headed = this.#headed[this.#headingsUntil(index) - 1] === index;
    return this.top(index) - (headed ? this.#heights.heading : 0);
  }

  /** The row at a height, or the one whose heading is there. */
  at(y: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.top(middle) + this.#heights.row > y) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low);
  }

  /** How many headings stand before a row, its own included. */
  #headingsUntil(index: number): number {
    let low = 0;
    let high = this.#headed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#headed[middle] ?? Infinity) > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
