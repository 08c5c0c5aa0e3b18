import { join } from 'node:path';
import { sniffMediaType } from '../article/asset-name.ts';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { assetPath, isAssetName } from './archive-names.ts';
import { fileError, isMissing } from './file-error.ts';
import { locateCaptureFile, requireArticle } from './read-article.ts';
import { isRealFolder, openForReading } from './read-file.ts';

/** Bytes that tell a media type. */
const HEAD = 1024;

/** A file of an article for a host to serve. Throws `not-found` for anything that is not one, links among them. */
export async function findAsset(
  context: ArchiveContext,
  id: string,
  name: string,
): Promise<{ path: string; mediaType: string; size: number }> {
  if (!isAssetName(name)) throw new ArchiveError('not-found', { id, name });
  const folder = await requireArticle(context, id);
  const path = await locateCaptureFile(folder, assetPath(name));
  if (!(await isRealFolder(join(path, '..')))) throw new ArchiveError('not-found', { id, name });
  try {
    const handle = await openForReading(path);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new ArchiveError('not-found', { id, name });
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      const mediaType = sniffMediaType(buffer.subarray(0, bytesRead)) ?? 'application/octet-stream';
      return { path, mediaType, size: stats.size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const failure = fileError(error, path);
    if (isMissing(error) || failure.code === 'unreadable') throw new ArchiveError('not-found', { id, name });
    throw failure;
  }
}
