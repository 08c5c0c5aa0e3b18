import type { ErrorCode } from '#contract';

/** What a sentence about an error names: the subject and the value it is about. */
export type ErrorValues = Readonly<Record<string, string | number>>;

/**
 * A failure that is data: a code the caller can act on and the values its sentence names. The sentence itself is made
 * at the door, in the user's language (`messages/`); `message` is for logs only.
 */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ErrorCode;
  readonly values: ErrorValues;

  constructor(code: ErrorCode, values: ErrorValues = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(values)}`, options);
    this.code = code;
    this.values = values;
  }
}
