import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const BEAT = 5_000;
const STALE = 30_000;

/** Its name in the cache folder. */
export const CACHE_LOCK = 'lock';

/** One process writes a cache folder; others read it. */
export class CacheLock {
  readonly #path: string;
  readonly #beat: NodeJS.Timeout;

  private constructor(path: string) {
    this.#path = path;
    this.#beat = setInterval(() => {
      this.#touch();
    }, BEAT);
    this.#beat.unref();
  }

  /**
   * null: another living process holds it, or the folder cannot be written. Who gives the holder's own `token` takes
   * over from it: a thread that is started again in the place of one that died.
   */
  static take(folder: string, token: string): CacheLock | null {
    const path = join(folder, CACHE_LOCK);
    try {
      mkdirSync(folder, { recursive: true });
    } catch {
      return null;
    }
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        const file = openSync(path, 'wx');
        writeSync(file, JSON.stringify({ host: hostname(), pid: process.pid, token }));
        closeSync(file);
        return new CacheLock(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFree(path, token)) return null;
        rmSync(path, { force: true });
      }
    }
    return null;
  }

  release(): void {
    clearInterval(this.#beat);
    rmSync(this.#path, { force: true });
  }

  #touch(): void {
    try {
      const now = new Date();
      utimesSync(this.#path, now, now);
    } catch {
      // Deleted from outside: the cache is only a cache.
    }
  }
}

/** Its process is gone, or it has not been touched for long: a machine that slept, a number used again. */
function isFree(path: string, token: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE) return true;
    const holder = JSON.parse(readFileSync(path, 'utf8')) as { host?: unknown; pid?: unknown; token?: unknown };
    if (holder.host !== hostname() || typeof holder.pid !== 'number') return false;
    if (holder.token === token) return true;
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    // Unreadable: perhaps being written this moment; its age decides.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
