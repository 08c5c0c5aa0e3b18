import { promises } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveContext } from './archive-context.ts';
import { isVersionId, VERSIONS_FOLDER } from './archive-names.ts';
import { fileError, isMissing } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';

const IN_FLIGHT = 16;
/** Bytes of a block as `stat` counts them. */
const BLOCK = 512;
/** Of one machine, or no part of the archive. */
const LEFT_OUT = ['.nachlese', '.tmp', '.migration', '.lock', '.generation', '.git', '.stversions'];

/** Bytes of all files, apparent and allocated (folders too), and how many earlier versions there are. */
export async function measureArchive({
  paths,
  presence,
}: ArchiveContext): Promise<{ bytes: number; allocated: number; versions: number }> {
  await presence.require();
  const total = { bytes: 0, allocated: 0, versions: 0 };
  const waiting = [paths.folder];
  try {
    while (waiting.length > 0) {
      await mapInFlight(waiting.splice(0), IN_FLIGHT, async (folder) => {
        const entries = await promises.readdir(folder, { withFileTypes: true });
        const own = await promises.lstat(folder);
        total.allocated += allocatedBy(own, 0);
        if (folder.endsWith(VERSIONS_FOLDER)) total.versions += entries.filter(({ name }) => isVersionId(name)).length;
        for (const entry of entries) {
          if (folder === paths.folder && LEFT_OUT.includes(entry.name)) continue;
          const path = join(folder, entry.name);
          if (entry.isDirectory()) waiting.push(path);
          else await addFile(path);
        }
      });
    }
  } catch (error) {
    throw fileError(error, paths.folder);
  }
  return total;

  async function addFile(path: string) {
    const stats = await promises.lstat(path).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (stats === null) return;
    total.bytes += stats.size;
    total.allocated += allocatedBy(stats, stats.size);
  }
}

/** Windows tells no blocks. */
const allocatedBy = (stats: { blocks: number | undefined }, otherwise: number): number =>
  stats.blocks === undefined ? otherwise : stats.blocks * BLOCK;
