import { measureMemory } from 'node:vm';

/** Bytes that are worth the short pause. */
const WORTH_RELEASING = 16 << 20;

/** {@link releaseMemory}, soon, if segments are gone. `former`, `sizes`: bytes of each there was, and of each there is. */
export function releaseReplaced(former: readonly number[], sizes: readonly number[]): void {
  const gone = former.filter((size) => !sizes.includes(size)).reduce((sum, size) => sum + size, 0);
  // Not now: who called may still hold them.
  if (gone >= WORTH_RELEASING) setTimeout(releaseMemory, 0);
}

/**
 * Gives back the memory of arrays nobody refers to any more. V8 looks for them when its own objects need room, and to it an
 * array of 50 MB is one small object: a thread that replaces segments by others would keep all of them until its objects
 * have grown. Takes some 20 ms where there are few objects, 100 ms where there are many. Where it cannot be done, V8 does
 * it later.
 */
export function releaseMemory(): void {
  // Measuring memory begins with giving back what is free; that it is said to be experimental is no news to who reads it.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was, never called from here
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    measureMemory({ execution: 'eager' }).catch(() => undefined);
  } catch {
    // This version of V8 has no such thing.
  } finally {
    process.emitWarning = emitWarning;
  }
}
