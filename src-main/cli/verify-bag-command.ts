import { lstat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { ArchiveError } from '../errors.ts';
import type { BagReport } from '../store/bag/bag-report.ts';
import { verifyBag } from '../store/bag/verify-bag.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** The folder that `verify` was given instead of ids; null: these are ids. */
export const bagNamed = async (context: CommandContext, words: string[]): Promise<string | null> => {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) return null;
  const path = context.path(word);
  if ((await lstat(path).catch(() => null))?.isDirectory() ?? false) return path;
  // No id has a slash: what is meant is a path, and it is not there.
  if (isAbsolute(word) || /[/\\]/u.test(word)) throw new ArchiveError('not-found', { path: word });
  return null;
};

/** `verify PATH`: checks any BagIt bag; damage ends with 3, as in an archive. */
export const verifyBagAt = async (context: CommandContext, path: string): Promise<ExitCode> => {
  let stopped = false;
  const forgetStop = context.io.onStop(() => (stopped = true));
  const report = await verifyBag(
    path,
    (done, total) => context.progress(context.say('cli.progress', { done, total: total ?? '…', source: '' })),
    () => stopped,
  );
  forgetStop();
  context.progress('');
  context.answer(report, () => bagText(context, report));
  return report.valid ? EXIT.done : EXIT.damage;
};

const bagText = (context: CommandContext, report: BagReport): string => {
  const { changed, missing, extra, unreadable, problems, warnings, fetch, checked, version, valid, bag } = report;
  return [
    ...changed.map((path) => context.say('cli.changed', { path })),
    ...missing.map((path) => context.say('cli.missing', { path })),
    ...extra.map((path) => context.say('cli.extra', { path })),
    ...unreadable.map((path) => context.say('cli.unreadable', { path })),
    ...problems.map(({ problem, path }) => context.say('cli.bag-problem', { problem, path })),
    ...warnings.map(({ warning, path }) => context.say('cli.bag-warning', { warning, path })),
    ...fetch.map((path) => context.say('cli.bag-fetch', { path })),
    context.say(valid ? 'cli.bag-valid' : 'cli.bag-invalid', { bag, version: version ?? '?', checked }),
  ].join('\n');
};
