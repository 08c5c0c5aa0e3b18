import type { AcceptReport, ArchiveApi, ArchiveStats, LostFile } from '#contract';
import { ArchiveError } from '../errors.ts';
import { message } from '../messages/index.ts';
import type { HealthRecord } from './health-record.ts';
import type { LostFiles } from './lost-files.ts';
import type { Parts } from './parts.ts';
import { progressPace } from './progress-pace.ts';

type HealthCalls = Pick<ArchiveApi, 'stats' | 'verify' | 'acceptChanges' | 'listConflicts' | 'resolveConflict'>;
type Health = { record: HealthRecord; lost: LostFiles };

/** Counting and checking what is on disk, and taking what changed for wanted. */
export function healthCalls(parts: Parts, { record, lost }: Health, cacheBytes: () => Promise<number>): HealthCalls {
  const ofArticles = (ids: readonly string[] | null): LostFile[] =>
    lost.list.filter(({ articleId }) => ids === null || ids.includes(articleId));

  const verify = async (
    ids: string[] | null,
    progress: (checked: number, total: number | null) => void,
    cancelled: () => boolean,
  ) => {
    // Of an article that is gone nothing is left to be looked at.
    const missed = new Set(ofArticles(ids).map(({ path }) => path));
    const there = ids?.filter((id) => ![...missed].some((path) => path.endsWith(`/${id}`))) ?? null;
    const report = await parts.store.verify(there, progress, cancelled);
    return { ...report, missing: [...new Set([...report.missing, ...missed])].sort() };
  };

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
    verify: ({ job, ids }) =>
      parts.jobs.run(job, async () => {
        const isTime = progressPace(parts.now);
        await lost.recheck();
        const report = await record.during(() =>
          verify(
            ids,
            (checked, total) => {
              if (isTime()) parts.emit({ type: 'verify-progress', job, checked, total });
            },
            () => parts.jobs.isStopped(job),
          ),
        );
        if (ids === null) await record.verified(report, false, parts.random);
        else await record.settled(ids, report, parts.random);
        // No article changed, but the status names the time.
        parts.emit({ type: 'changed', articleIds: [] });
        return report;
      }),
    listConflicts: () => parts.store.conflicts(),
    resolveConflict: async (path, choice) => {
      const tag = message('conflict.tag', parts.language());
      const resolved = await parts.store.resolveConflict(path, choice, tag);
      if (resolved.articleId === null) parts.emit({ type: 'changed', articleIds: [] });
      else await parts.refresh([resolved.articleId]);
      return resolved;
    },
    acceptChanges: async (ids) => {
      const reports: AcceptReport[] = [];
      for (const id of ids) {
        await lost.recheck();
        const gone = ofArticles([id]).map(({ path }) => path);
        const report = await acceptOne(parts, id, ofArticles([id]));
        await lost.accept([id]);
        reports.push({ ...report, missing: [...new Set([...report.missing, ...gone])].sort() });
        await parts.refresh([id]);
        const after = await verify(
          [id],
          () => undefined,
          () => false,
        ).catch(nothingIfGone);
        await record.settled([id], after, parts.random);
      }
      parts.emit({ type: 'changed', articleIds: ids });
      return reports;
    },
  };
}

/** An article that is gone as a whole has nothing to seal; that it is gone is what is accepted. */
async function acceptOne(parts: Parts, id: string, missed: readonly LostFile[]): Promise<AcceptReport> {
  try {
    return await parts.store.accept(id);
  } catch (error) {
    const [first] = missed;
    if (first === undefined || !(error instanceof ArchiveError && error.code === 'not-found')) throw error;
    return { id, title: first.title, changed: [], added: [], missing: [], lost: [], kept: null };
  }
}

function nothingIfGone(error: unknown) {
  if (!(error instanceof ArchiveError && error.code === 'not-found')) throw error;
  return { changed: [], missing: [], extra: [], unreadable: [] };
}

function byCount(counts: ReadonlyMap<string, number>): { name: string; count: number }[] {
  return Array.from(counts, ([name, count]) => ({ name, count })).sort(
    (a, b) => b.count - a.count || a.name.localeCompare(b.name),
  );
}
