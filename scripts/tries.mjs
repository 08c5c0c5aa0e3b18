// What needs the network fails now and then for a moment: it is tried again, and said so.

/**
 * Runs something until it does not throw, at most `count` times; answers what it answers and throws its last error.
 *
 * @template T
 * @param {{ count: number, say: (line: string) => void, between?: () => unknown }} options
 *   `say`: is told the first line of each error that is followed by another try; `between`: awaited before that try.
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function inTries({ count, say, between }, run) {
  for (let left = count - 1; left > 0; left--) {
    try {
      return await run();
    } catch (error) {
      say(`${error.message.trim().split('\n')[0]}; once more …`);
    }
    await between?.();
  }
  return run();
}
