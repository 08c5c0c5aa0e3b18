import { BUILT_SIZE, SEGMENT_SIZE } from './freeze-segment.ts';
import { MOST_INDEXES } from './joint-keys.ts';

/** What is to be known of a segment: its articles and its keys. */
type Mergeable = { size: number; keys: { length: number } };

/** So many segments of more than one size, up to another, become one: an article is written anew a few times only. */
const TIERS = [
  { above: 0, upTo: 500, count: 6 },
  { above: 0, upTo: BUILT_SIZE / 6, count: 6 },
  { above: BUILT_SIZE / 6, upTo: SEGMENT_SIZE / 3, count: 3 },
  { above: SEGMENT_SIZE / 3, upTo: SEGMENT_SIZE / 2, count: 2 },
];

/** Several that are to become one, and others that are, `most` times at most; none where there are not too many of any size. */
export function findAlike<T extends Mergeable>(segments: readonly T[], most: number): T[][] {
  const found: T[][] = [];
  let left = segments;
  for (let alike = findOne(left); alike && found.length < most; alike = findOne(left)) {
    const chosen = new Set(alike);
    found.push(alike);
    left = left.filter((segment) => !chosen.has(segment));
  }
  return found;
}

function findOne<T extends Mergeable>(segments: readonly T[]): T[] | null {
  for (const { above, upTo, count } of TIERS) {
    const alike = segments.filter(({ size }) => size > above && size <= upTo).slice(0, count);
    if (alike.length === count && canBecomeOne(alike)) return alike;
  }
  return null;
}

/**
 * Small ones that are left over of what {@link findAlike} finds, as many as possible: what a word costs in a segment is
 * about the same however small that is. The largest of them is no larger than the others together, so that an article is
 * written anew only when it comes to lie in one of about twice the size.
 */
export function findLeftovers<T extends Mergeable>(segments: readonly T[]): T[] | null {
  const small = segments.filter(({ size }) => size <= SEGMENT_SIZE / 3).sort((a, b) => a.size - b.size);
  for (let count = small.length; count > 1; count--) {
    const chosen = small.slice(0, count);
    const size = chosen.reduce((sum, own) => sum + own.size, 0);
    const isWorthIt = chosen[count - 1]!.size * 2 <= size;
    if (isWorthIt && size <= SEGMENT_SIZE && canBecomeOne(chosen)) return chosen;
  }
  return null;
}

function canBecomeOne(segments: readonly Mergeable[]): boolean {
  return segments.reduce((sum, { keys }) => sum + keys.length, 0) <= MOST_INDEXES;
}
