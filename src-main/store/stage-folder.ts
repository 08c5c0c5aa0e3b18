import { promises } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { isNeverOurs } from './conflict-names.ts';
import { copyVerified } from './copy-verified.ts';
import { atPath } from './file-error.ts';
import { asWritten } from './read-file.ts';

/** Folders lie no deeper in any article: versions/<time>/assets. */
const DEEPEST = 6;

/**
 * Copies a folder into `.tmp`, each file read again after writing, synced from the leaves up. Resolves to its path. A
 * link or device in it throws `unreadable`: it could lead anywhere.
 */
export async function stageFolder(context: ArchiveContext, from: string): Promise<string> {
  const folder = await context.temporary.newFolder();
  try {
    await copyFolder(context, from, folder, 0);
    return folder;
  } catch (error) {
    await context.writer.removeTree(folder).catch(() => undefined);
    throw error;
  }
}

async function copyFolder(context: ArchiveContext, from: string, to: string, depth: number): Promise<void> {
  if (depth > DEEPEST) throw new ArchiveError('too-deep', { path: from });
  const { writer } = context;
  for (const entry of await atPath(from, () => promises.readdir(from, { withFileTypes: true }))) {
    const path = join(from, entry.name);
    const target = join(to, asWritten(entry.name));
    if (isNeverOurs(entry.name)) continue;
    if (entry.isDirectory()) {
      await writer.makeFolder(target);
      await copyFolder(context, path, target, depth + 1);
    } else if (entry.isFile()) await copyVerified(writer, path, target, null);
    else throw new ArchiveError('unreadable', { path, reason: 'not a regular file' });
  }
  await writer.syncFolder(to);
}
