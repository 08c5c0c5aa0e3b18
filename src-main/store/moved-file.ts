import { z } from 'zod';
import type { ArchivePaths } from './archive-names.ts';
import { readMarker } from './archive-marker.ts';
import type { DurableWriter } from './durable-write.ts';
import { readIfThere } from './read-file.ts';

const movedFile = z.object({ to: z.string().min(1) });

/**
 * The folder an archive moved to, as its old one says in `.moved`; null where it did not move, or where the new folder
 * does not hold it (any more): then the old one is an archive as before.
 */
export async function movedTo(paths: ArchivePaths, id: string): Promise<string | null> {
  try {
    const bytes = await readIfThere(paths.moved);
    if (bytes === null) return null;
    const { to } = movedFile.parse(JSON.parse(bytes.toString('utf8')));
    return (await readMarker(to))?.id === id ? to : null;
  } catch {
    // What cannot be read forbids nothing: it protects from writing to the wrong copy, no article hangs on it.
    return null;
  }
}

/** Writes `.moved`, under the lock of the archive that is left behind. */
export async function writeMoved(
  paths: ArchivePaths,
  writer: DurableWriter,
  temporary: string,
  to: string,
  confirm: () => Promise<void>,
): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify({ to })}\n`);
  await writer.replaceFile(paths.moved, bytes, temporary, confirm);
}
