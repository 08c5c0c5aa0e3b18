import { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import { FORMAT_VERSION, MARKER } from './archive-names.ts';
import { checkShape, parseJsonObject, sealedBytes } from './sealed-json.ts';
import { readIfThere } from './read-file.ts';
import { join } from 'node:path';

/** `archive.json`: without it nothing is ever written or deleted. */
export type Marker = { id: string; created: string; version: number };

const FORMAT = 'nachlese-archive';

const markerFile = z.looseObject({
  format: z.string(),
  version: z.int().min(1),
  id: z.string().min(8).max(100),
  created: z.string(),
});

/** The marker of an archive; null where there is none. Throws `archive-damaged` or `archive-foreign`. */
export async function readMarker(folder: string): Promise<Marker | null> {
  const path = join(folder, MARKER);
  const bytes = await readIfThere(path);
  if (bytes === null) return null;
  try {
    const { format, version, id, created } = checkShape(markerFile, parseJsonObject(bytes, path), path);
    if (format !== FORMAT) throw new ArchiveError('archive-foreign', { folder, reason: format });
    return { id, created, version };
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'unreadable')
      throw new ArchiveError(
        'archive-damaged',
        { folder, file: MARKER, reason: error.values.reason ?? '' },
        { cause: error },
      );
    throw error;
  }
}

export function markerBytes(id: string, created: string, version = FORMAT_VERSION): Buffer {
  return sealedBytes({ format: FORMAT, version, id, created });
}
