import type { ImportReport } from '#contract';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { sentence } from '../messages/index.ts';
import type { Parts } from './parts.ts';

/** Enters a source that failed into the report of its import, with the reason in the language of whoever asked. */
export function reportFailure(
  report: ImportReport,
  parts: Pick<Parts, 'language'>,
  source: string,
  error: unknown,
): void {
  report.failed.push({ source, reason: sentence(error, parts.language()), code: asArchiveError(error).code });
}
