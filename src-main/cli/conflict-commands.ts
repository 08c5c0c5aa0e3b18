import type { Command } from 'commander';
import type { ConflictChoice, ConflictCopy } from '#contract';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { EXIT } from './exit-codes.ts';
import type { Run } from './run-command-line.ts';

const CHOICES: readonly string[] = ['merge', 'take', 'trash'] satisfies ConflictChoice[];

/** `conflicts`: what file sync left; `conflicts resolve [PATH…] --how merge|take|trash`: all of it, or these. */
export const addConflictCommands = (program: Command, run: Run): void => {
  const conflicts = program.command('conflicts');

  const list = conflicts.command('list', { isDefault: true });
  run(list, async (context) => {
    const archive = await context.archive();
    const copies = await archive.listConflicts();
    context.answer(copies, () =>
      copies.length === 0
        ? context.say('cli.no-conflicts')
        : copies
            .map(({ path, of, by, content }) => context.say('cli.conflict-copy', { path, of, by, content }))
            .join('\n'),
    );
    return undefined;
  });

  const resolve = conflicts.command('resolve').argument('[path...]').option('--how <how>', '', 'merge');
  run(resolve, async (context) => {
    const { how } = resolve.opts<{ how: string }>();
    if (!CHOICES.includes(how)) throw new ArchiveError('bad-argument', { argument: '--how', value: how });
    const archive = await context.archive();
    const paths = resolve.args.length > 0 ? resolve.args : (await archive.listConflicts()).map(({ path }) => path);
    const resolved: ConflictCopy[] = [];
    const failed: { path: string; reason: string }[] = [];
    for (const path of paths) {
      // Of a whole capture one call settles all its files.
      const isLeft = (await archive.listConflicts()).some((one) => one.path === path);
      if (!isLeft && resolve.args.length === 0) continue;
      try {
        resolved.push(await archive.resolveConflict(path, how as ConflictChoice));
      } catch (error) {
        if (!['unreadable', 'not-found'].includes(asArchiveError(error).code)) throw error;
        failed.push({ path, reason: context.sentence(error) });
      }
    }
    context.answer({ resolved, failed }, () => {
      for (const { path, reason } of failed) context.remark(context.say('cli.failed', { source: path, reason }));
      return resolved.map(({ path }) => context.say('cli.conflict-resolved', { path })).join('\n');
    });
    return failed.length > 0 ? EXIT.failed : EXIT.done;
  });
};
