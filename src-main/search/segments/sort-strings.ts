/** Bits of a code unit within a number; what does not fit counts as the highest. */
const BITS = 7;
const HIGHEST = 2 ** BITS - 1;
/** Bits a number counts exactly. */
const EXACT = 53;
/** Fewer are told apart by comparing them. */
const FEW = 12;

/** A run of strings that have their first `depth` code units in common. */
type Run = { from: number; to: number; depth: number };

/**
 * Indices of strings in the order of their code units, equal ones in the order they come in. The next few units of each
 * become a number with its place behind them: numbers alone are sorted without asking anybody which is less, several
 * times as fast. What they do not tell apart is sorted by the units that follow (most significant digit first).
 */
export function sortStrings(strings: readonly string[]): Uint32Array {
  const order = Uint32Array.from(strings.keys());
  const numbers = new Float64Array(strings.length);
  const runs: Run[] = [{ from: 0, to: strings.length, depth: 0 }];
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) sortRun(strings, order, numbers, run, runs);
  return order;
}

/** Sorts a run by its next units; the runs in it that are to be sorted further are added to `runs`. */
function sortRun(strings: readonly string[], order: Uint32Array, numbers: Float64Array, run: Run, runs: Run[]): void {
  const { from, to, depth } = run;
  const count = to - from;
  if (count <= FEW) {
    sortFew(strings, order, from, to);
    return;
  }
  const placeBits = 32 - Math.clz32(count - 1);
  const units = Math.floor((EXACT - placeBits) / BITS);
  const places = 2 ** placeBits;
  const own = numbers.subarray(0, count);
  for (let at = 0; at < count; at++) own[at] = packUnits(strings[order[from + at]!]!, depth, units) * places + at;
  own.sort();
  const former = order.slice(from, to);
  let first = 0;
  let head = -1;
  for (let at = 0; at <= count; at++) {
    const next = at < count ? Math.floor(own[at]! / places) : -1;
    if (next !== head) {
      if (at - first > 1) addRun(strings, order, { from: from + first, to: from + at, depth }, units, runs);
      first = at;
      head = next;
    }
    if (at < count) order[from + at] = former[own[at]! - next * places]!;
  }
}

/** `units`: how many of those behind the depth they share, as far as such a unit says which one it is. */
function addRun(
  strings: readonly string[],
  order: Uint32Array,
  { from, to, depth }: Run,
  units: number,
  runs: Run[],
): void {
  const text = strings[order[from]!]!;
  let isTold = depth + units <= text.length;
  for (let at = depth; isTold && at < depth + units; at++) isTold = text.charCodeAt(at) + 1 < HIGHEST;
  if (isTold) runs.push({ from, to, depth: depth + units });
  else {
    const sorted = order.subarray(from, to);
    sorted.sort((a, b) => compare(strings, a, b));
  }
}

/** By insertion. */
function sortFew(strings: readonly string[], order: Uint32Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const index = order[at]!;
    let place = at;
    while (place > from && compare(strings, order[place - 1]!, index) > 0) {
      order[place] = order[place - 1]!;
      place--;
    }
    order[place] = index;
  }
}

function compare(strings: readonly string[], a: number, b: number): number {
  const [left, right] = [strings[a]!, strings[b]!];
  return left < right ? -1 : left > right ? 1 : a - b;
}

/** The next units of a text as one number; the end of a text is before any unit. */
function packUnits(text: string, depth: number, units: number): number {
  let packed = 0;
  let open = true;
  for (let at = depth; at < depth + units; at++) {
    const unit = open && at < text.length ? Math.min(text.charCodeAt(at) + 1, HIGHEST) : 0;
    // Behind one that shares its number nothing is told any more.
    if (unit === HIGHEST) open = false;
    packed = packed * 2 ** BITS + unit;
  }
  return packed;
}
