import { createHash } from 'node:crypto';
import { ArchiveError } from '../errors.ts';
import { fileError } from './file-error.ts';
import type { DurableWriter } from './durable-write.ts';
import { openForReading } from './read-file.ts';

/** What a file holds: SHA-256 in lower case hex, and bytes. */
export type FileDigest = { sha256: string; size: number };

/** Bytes read at a time; all that is held of a file. */
const CHUNK = 1024 * 1024;

/** The bytes of a regular file piece by piece; links, pipes and devices are `unreadable`. */
export async function* chunksOf(path: string): AsyncIterable<Uint8Array> {
  const handle = await openForReading(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new ArchiveError('unreadable', { path, reason: 'not a regular file' });
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(stats.size + 1, 1)));
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.byteLength, null);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Reads a file to its end, streamed. Throws what the system throws, or `unreadable`. */
export async function digestFile(path: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunksOf(path)) {
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), size };
}

/** As {@link chunksOf}; a failure names this file, not the one that the bytes go to. */
async function* piecesOf(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* chunksOf(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

/**
 * Copies a file to a new name, durably but for the name in its folder, and reads the copy again: what resolves is what
 * is on the disk. `expected`: SHA-256 that the source must have; null: whatever it has.
 *
 * Throws `unreadable` with reason "SHA-256" and no copy left where source or copy is not as expected, `exists` where the
 * name is taken.
 */
export async function copyVerified(
  writer: DurableWriter,
  from: string,
  to: string,
  expected: string | null,
): Promise<FileDigest> {
  const hash = createHash('sha256');
  let size = 0;
  async function* hashed(): AsyncIterable<Uint8Array> {
    for await (const chunk of piecesOf(from)) {
      hash.update(chunk);
      size += chunk.byteLength;
      yield chunk;
    }
  }
  await writer.stageStream(to, hashed());
  const sha256 = hash.digest('hex');
  try {
    if (expected !== null && sha256 !== expected)
      throw new ArchiveError('unreadable', { path: from, reason: 'SHA-256' });
    const copy = await digestFile(to);
    if (copy.sha256 !== sha256) throw new ArchiveError('unreadable', { path: to, reason: 'SHA-256' });
  } catch (error) {
    await writer.removeFile(to).catch(() => undefined);
    throw error;
  }
  return { sha256, size };
}
