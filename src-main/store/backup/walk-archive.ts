import { promises } from 'node:fs';
import { join } from 'node:path';
import type { ArchivePaths } from '../archive-names.ts';
import { isNeverOurs } from '../conflict-names.ts';
import { isMissing } from '../file-error.ts';
import { asWritten } from '../read-file.ts';

/** One file of the archive; `stamp` changes whenever its content may have. */
export type SourceFile = { path: string; size: number; stamp: string };

/** Of one machine, of a sync client, or no part of the archive. */
const LEFT_OUT = /^(\.lock|\.lock-break-.*|\.generation|\.tmp|\.migration|\.nachlese.*|\.git|\.stversions|\.stfolder)$/;

/** Names that a list in BagIt syntax and the disks of other systems cannot hold. */
const UNLISTABLE = /[\\:\0]/;

/**
 * Every file of an archive, trash and conflict copies included, in the order of folders; paths are relative with forward
 * slashes. Links and devices are never followed: they and names that cannot be listed go to `skipped`.
 */
export async function walkArchive(paths: ArchivePaths): Promise<{ files: SourceFile[]; skipped: string[] }> {
  const files: SourceFile[] = [];
  const skipped: string[] = [];
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const entries = await promises.readdir(join(paths.folder, below), { withFileTypes: true }).catch(goneMeanwhile);
    for (const name of entries.map((entry) => asWritten(entry.name)).sort()) {
      if (isNeverOurs(name) || (below === '' && LEFT_OUT.test(name))) continue;
      const path = below === '' ? name : `${below}/${name}`;
      const stats = await promises.lstat(join(paths.folder, path)).catch(noneIfMissing);
      if (stats === null) continue;
      if (UNLISTABLE.test(name)) skipped.push(path);
      else if (stats.isDirectory()) waiting.push(path);
      else if (stats.isFile())
        files.push({ path, size: stats.size, stamp: `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}` });
      else skipped.push(path);
    }
  }
  return { files, skipped };

  /** Only below the archive's own folder, whose presence is asked for before and after. */
  function goneMeanwhile(error: unknown): [] {
    if (isMissing(error)) return [];
    throw error;
  }
}

function noneIfMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

/** The folder whose files are judged and copied together: one article, one entry of the trash, else the top folder. */
export function groupOf(path: string): string {
  const parts = path.split('/');
  const depth = parts[0] === 'articles' ? 3 : parts[0] === 'trash' ? 2 : 1;
  return parts.slice(0, Math.min(depth, parts.length - 1)).join('/');
}
