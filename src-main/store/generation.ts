import { z } from 'zod';
import type { ArchivePaths } from './archive-names.ts';
import type { Confirm, DurableWriter } from './durable-write.ts';
import { join } from 'node:path';
import { readIfThere } from './read-file.ts';

const commit = z.object({ token: z.string(), articleIds: z.array(z.string()).nullable() });
const generationFile = z.object({
  generation: z.int().min(0),
  ...commit.shape,
  /** The ones before, oldest first; absent: not known. */
  before: z.array(commit).optional(),
});
export type Generation = z.infer<typeof generationFile>;

/** More changed articles than this are told as "anything may have changed". */
const MOST_IDS = 1000;
/** So many articles of earlier batches are told too: of several quick ones, others may see only the last. */
const MOST_IDS_BEFORE = 256;

/**
 * `<archive>/.generation`: a number that goes up with every batch of changes, and which articles the last one touched,
 * so that other processes know to look again. A hint for the living: it is not synced, and losing it loses nothing.
 */
export async function readGeneration(paths: ArchivePaths): Promise<Generation | null> {
  try {
    const bytes = await readIfThere(paths.generation);
    return bytes === null ? null : generationFile.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

/** Writes the next generation, under the lock; resolves to it. */
export async function raiseGeneration(
  paths: ArchivePaths,
  writer: DurableWriter,
  temporary: string,
  articleIds: string[] | null,
  confirm: Confirm,
): Promise<Generation> {
  const last = await readGeneration(paths);
  const next: Generation = {
    generation: (last?.generation ?? 0) + 1,
    token: writer.randomName(),
    articleIds: articleIds !== null && articleIds.length > MOST_IDS ? null : articleIds,
    before: last === null ? [] : lastOf([...(last.before ?? []), { token: last.token, articleIds: last.articleIds }]),
  };
  const staged = join(temporary, `generation.${next.token}`);
  await writer.stageFleeting(staged, Buffer.from(JSON.stringify(next)));
  await writer.move(staged, paths.generation, confirm);
  return next;
}

/** The latest of these that together name few enough articles. */
function lastOf(commits: z.infer<typeof commit>[]): z.infer<typeof commit>[] {
  let ids = 0;
  let from = commits.length;
  while (from > 0) {
    ids += Math.max(1, commits[from - 1]?.articleIds?.length ?? 1);
    if (ids > MOST_IDS_BEFORE) break;
    from -= 1;
  }
  return commits.slice(from);
}

/** Which articles others changed between two generations; null: anything may have, [] : none. */
export function changedBetween(known: Generation | null, present: Generation | null): string[] | null {
  if (known?.token === present?.token) return [];
  if (known === null || present === null) return null;
  if (present.generation === known.generation + 1) return present.articleIds;
  const before = present.before ?? [];
  const at = before.findIndex(({ token }) => token === known.token);
  if (at < 0) return null;
  const since = [...before.slice(at + 1), present].map(({ articleIds }) => articleIds);
  return since.every((ids) => ids !== null) ? [...new Set(since.flat())] : null;
}
