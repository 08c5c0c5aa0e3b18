import type { Collection, CollectionChange } from '#contract';

/** What undoes taking these articles out of the collection: each before the one that follows it now. */
export function backInPlace({ articleIds }: Collection, taken: readonly string[]): CollectionChange {
  const inside = articleIds.filter((id) => taken.includes(id));
  // From the last on: what one stands before must be back already.
  const place = inside.reverse().map((id) => ({ id, before: articleIds[articleIds.indexOf(id) + 1] ?? null }));
  return { place };
}
