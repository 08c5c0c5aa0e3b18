/** A card beside the text: where its place in the text is, and how high it is; px. */
export type Card = { top: number; height: number };

/**
 * Tops for cards that stand in the order of their places and must not overlap, each as near to its place as the others
 * allow: the least sum of squared shifts, by pooling neighbours that push each other (isotonic regression, Barlow and
 * others 1972). The card `pinned` stands exactly at its place; none stands above `upper`.
 */
export function layOutNotes(cards: readonly Card[], gap: number, upper: number, pinned: number | null): number[] {
  type Pool = { wanted: number; weight: number; count: number };
  const pools: Pool[] = [];
  let above = 0;
  for (const [index, { top, height }] of cards.entries()) {
    let pool: Pool = { wanted: top - above, weight: index === pinned ? PINNED : 1, count: 1 };
    above += height + gap;
    for (let last = pools[pools.length - 1]; last && last.wanted > pool.wanted; last = pools[pools.length - 1]) {
      pools.pop();
      const weight = last.weight + pool.weight;
      const wanted = (last.wanted * last.weight + pool.wanted * pool.weight) / weight;
      pool = { wanted, weight, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  const tops: number[] = [];
  let offset = 0;
  for (const { wanted, count } of pools)
    for (let each = 0; each < count; each += 1) {
      tops.push(Math.max(upper, wanted) + offset);
      offset += (cards[tops.length - 1]?.height ?? 0) + gap;
    }
  return tops;
}

/** Against thousands of other cards it still moves by less than a pixel. */
const PINNED = 1e9;
