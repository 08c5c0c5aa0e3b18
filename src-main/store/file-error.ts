import type { ErrorCode } from '#contract';
import { ArchiveError } from '../errors.ts';

/** What the system says when a write fails, as a code of ours; all others are `io`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EROFS: 'archive-read-only',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EEXIST: 'exists',
  ENOTEMPTY: 'exists',
};

/** The system's name of an error ("ENOENT"), or null where it is not one of the system's. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '');

/** Any failure of the disk at `path` as an {@link ArchiveError}; those stay as they are. */
export function fileError(error: unknown, path: string): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const errno = errnoOf(error);
  return new ArchiveError(CODES[errno ?? ''] ?? 'io', { path, reason: errno ?? String(error) }, { cause: error });
}

/** Runs `task`; a failure of the disk is thrown as an {@link ArchiveError} that names `path`. */
export async function atPath<T>(path: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw fileError(error, path);
  }
}
