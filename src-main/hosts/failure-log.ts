import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findFolders } from '../settings.ts';

/** Where failures that nobody foresaw are written down; never shown in a window. */
export type FailureLog = (method: string, error: Error) => void;

/** Bytes; a full log becomes the former one, which is replaced. */
const FULL = 1024 * 1024;

/** Appends place and cause of a failure to `failures.log` in this folder; a log that cannot be written is no failure. */
export const failureLogIn =
  (folder: string, now: () => Date = () => new Date()): FailureLog =>
  (method, error) => {
    const file = join(folder, 'failures.log');
    const cause = error.cause instanceof Error ? error.cause : error;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > FULL) renameSync(file, `${file}.old`);
      appendFileSync(file, `${now().toISOString()} ${method}: ${cause.stack ?? String(cause)}\n`, { mode: 0o600 });
    } catch {
      // A full or read-only disk: the answer to the caller says what happened.
    }
  };

/** The log in the user's data folder. */
export const logFailure: FailureLog = (method, error) => {
  failureLogIn(findFolders().data)(method, error);
};
