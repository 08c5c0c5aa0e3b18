import type { PlacedNote } from '#contract';

/** Notes as a reader meets them: on the whole article first, then by place, unplaced ones last; the same on every machine. */
export function inReadingOrder(notes: readonly PlacedNote[]): PlacedNote[] {
  return [...notes].sort((a, b) => placeOf(a) - placeOf(b) || compare(a.created, b.created) || compare(a.id, b.id));
}

const placeOf = ({ placement }: PlacedNote): number => {
  if (placement.state === 'whole') return -1;
  return placement.state === 'unplaced' ? Number.MAX_SAFE_INTEGER : placement.start;
};

/** By code units, whatever the language of the machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
