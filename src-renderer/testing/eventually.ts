import { vi } from 'vitest';

/** Waits until `check` does not throw, for as long as a busy machine may need; what it gives is passed on. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 10_000 });
