/** How often a question is asked that is given up though it is still wanted. */
const MOST_TRIES = 3;

/**
 * Asks again when the archive gave a question up (`cancelled`), as it does for a newer one of the same caller, though
 * the answer is still wanted here. Rejects as the last try did.
 */
export async function insist<T>(ask: () => Promise<T>, isWanted: () => boolean): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!isWanted() || !isCancelled(error) || tries === MOST_TRIES) throw error;
    }
  }
}

function isCancelled(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'cancelled';
}
