import type { ErrorCode } from '#contract';

/** What a command ends with (README.md, "The command line"). */
export const EXIT = { done: 0, failed: 1, usage: 2, damage: 3, unusable: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const USAGE: ReadonlySet<ErrorCode> = new Set([
  'bad-argument',
  'unknown-method',
  'unsupported-format',
  'backup-inside',
]);
const UNUSABLE: ReadonlySet<ErrorCode> = new Set([
  'archive-missing',
  'archive-foreign',
  'archive-damaged',
  'archive-newer',
  'archive-locked',
  'archive-read-only',
  'archive-vanished',
  'archive-remembered',
  'archive-moved',
  'backup-foreign',
  'runtime-too-old',
]);

/** The exit code for a command that failed as a whole. */
export const exitCodeOf = (code: ErrorCode): ExitCode => {
  if (USAGE.has(code)) return EXIT.usage;
  if (UNUSABLE.has(code)) return EXIT.unusable;
  // Something of the archive itself could not be read.
  return code === 'unreadable' ? EXIT.damage : EXIT.failed;
};
