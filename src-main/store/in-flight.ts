/** Maps with at most `limit` tasks at a time; keeps the order. The first failure is thrown when all others ended. */
export async function mapInFlight<Item, Result>(
  items: readonly Item[],
  limit: number,
  task: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const entries = items.entries();
  let failure: { error: unknown } | null = null;
  async function work() {
    for (const [index, item] of entries) {
      if (failure !== null) return;
      try {
        results[index] = await task(item, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  // TypeScript does not see that a worker assigned it.
  const failed = failure as { error: unknown } | null;
  if (failed !== null) throw failed.error;
  return results;
}
