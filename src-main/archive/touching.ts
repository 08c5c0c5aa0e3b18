import type { Archive } from './archive-surface.ts';

/** The same archive; `touch` hears of each call, as whoever calls works. Only the status is asked for by onlookers. */
export function touching(archive: Archive, touch: () => void): Archive {
  const calls = Object.entries(archive).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function' || name === 'status') return [name, value] as const;
    const call = value as (...args: unknown[]) => unknown;
    const touchingCall = (...args: unknown[]) => {
      touch();
      return call(...args);
    };
    return [name, touchingCall] as const;
  });
  return Object.fromEntries(calls) as unknown as Archive;
}
