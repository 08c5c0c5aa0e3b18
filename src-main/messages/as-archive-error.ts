import type { ErrorCode } from '#contract';
import { ArchiveError } from '../errors.ts';

/** What the file system says when it refuses (errno), as our codes; others are `io`. */
const SYSTEM_CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'archive-read-only',
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EEXIST: 'exists',
  ENOTEMPTY: 'exists',
  ENAMETOOLONG: 'bad-argument',
  EFBIG: 'too-large',
};

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';

/** Any thrown value as an {@link ArchiveError}: ours as it is, the system's by its errno, all else `internal`. */
export const asArchiveError = (error: unknown): ArchiveError => {
  if (error instanceof ArchiveError) return error;
  if (isSystemError(error)) {
    const code = SYSTEM_CODES[error.code ?? ''];
    const path = error.path ?? error.syscall ?? '?';
    // Where our code says it all, the system's name for it would only puzzle.
    const values = code === undefined ? { path, reason: error.code ?? '?' } : { path };
    return new ArchiveError(code ?? 'io', values, { cause: error });
  }
  return new ArchiveError(
    'internal',
    { subject: error instanceof Error ? error.name : typeof error },
    { cause: error },
  );
};
