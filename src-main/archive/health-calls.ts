import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ArchiveApi, ArchiveStats } from '#contract';
import { DurableWriter } from '../store/durable-write.ts';
import type { Parts } from './parts.ts';

type HealthCalls = Pick<ArchiveApi, 'stats' | 'verify'>;

const record = z.object({ lastVerified: z.string().nullable() });

/** Remembers in the cache folder when the archive was last checked; forgetting it costs a check, nothing else. */
export class HealthRecord {
  readonly #path: string;
  #lastVerified: string | null = null;

  constructor(cacheFolder: string) {
    this.#path = join(cacheFolder, 'health.json');
  }

  get lastVerified(): string | null {
    return this.#lastVerified;
  }

  async read(): Promise<void> {
    try {
      this.#lastVerified = record.parse(JSON.parse(await readFile(this.#path, 'utf8'))).lastVerified;
    } catch {
      // Absent or damaged: a cache. "Never checked" is the safe answer.
      this.#lastVerified = null;
    }
  }

  async verifiedAt(time: string, random: (count: number) => Uint8Array): Promise<void> {
    this.#lastVerified = time;
    const folder = join(this.#path, '..');
    await mkdir(folder, { recursive: true });
    const writer = new DurableWriter({ random, platform: process.platform });
    const bytes = new TextEncoder().encode(`${JSON.stringify({ lastVerified: time })}\n`);
    await writer.replaceFile(this.#path, bytes, folder, () => Promise.resolve());
  }
}

/** Counting and checking what is on disk. */
export function healthCalls(parts: Parts, health: HealthRecord, cacheBytes: () => Promise<number>): HealthCalls {
  return {
    stats: async (): Promise<ArchiveStats> => {
      const [counts, size, cache] = await Promise.all([parts.index.counts(), parts.store.size(), cacheBytes()]);
      return {
        articles: counts.articles,
        notes: counts.notes,
        words: counts.words,
        ...size,
        cacheBytes: cache,
        sources: byCount(counts.sources),
        languages: byCount(counts.languages),
        years: byCount(counts.years).sort((a, b) => a.name.localeCompare(b.name)),
        tags: byCount(counts.tags),
      };
    },
    verify: async ({ job, ids }) => {
      let last = 0;
      const report = await parts.store.verify(
        ids,
        (checked, total) => {
          const now = parts.now().getTime();
          if (now - last < 100 && now >= last) return;
          last = now;
          parts.emit({ type: 'verify-progress', job, checked, total });
        },
        () => parts.cancelled.has(job),
      );
      const stopped = parts.cancelled.delete(job);
      if (ids === null && !stopped) {
        await health.verifiedAt(report.finished, parts.random);
        // No article changed, but the status names the time.
        parts.emit({ type: 'changed', articleIds: [] });
      }
      return report;
    },
  };
}

function byCount(counts: ReadonlyMap<string, number>): { name: string; count: number }[] {
  return Array.from(counts, ([name, count]) => ({ name, count })).sort(
    (a, b) => b.count - a.count || a.name.localeCompare(b.name),
  );
}
