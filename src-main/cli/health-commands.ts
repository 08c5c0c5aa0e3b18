import type { Command } from 'commander';
import type { AcceptReport, VerifyReport } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import type { Run } from './run-command-line.ts';
import { bagNamed, verifyBagAt } from './verify-bag-command.ts';

const JOB = 'verify';

/** `verify`, `rebuild` and `stats`. */
export const addHealthCommands = (program: Command, run: Run): void => {
  const verify = program.command('verify').argument('[id...]').option('--accept');
  run(verify, async (context) => {
    const bag = await bagNamed(context, verify.args);
    if (bag !== null) return verifyBagAt(context, bag);
    const archive = await context.archive().catch((error: unknown) => {
      // What `verify` is asked for is to find damage; the marker's counts.
      if (asArchiveError(error).code !== 'archive-damaged') throw error;
      context.answer({ error: { code: 'archive-damaged', message: context.sentence(error) } }, () => '');
      if (!context.json) context.remark(context.sentence(error));
      return null;
    });
    if (archive === null) return EXIT.damage;
    const ids: string[] = [];
    for (const id of verify.args) ids.push(await archive.resolveId(id));
    const accept = verify.opts<{ accept?: boolean }>().accept === true;
    if (accept && ids.length === 0)
      throw new ArchiveError('bad-argument', { argument: '--accept', reason: 'expected', expected: 'ID' });
    const accepted = accept ? await archive.acceptChanges(ids) : [];
    // Of an article that is gone, and was accepted as gone, nothing is left to look at.
    const left = accepted.length === 0 ? ids : await stillThere(archive, ids);
    const forgetStop = context.io.onStop(() => void archive.cancelJob(JOB));
    archive.onEvent((event) => {
      if (event.type !== 'verify-progress') return;
      context.progress(context.say('cli.progress', { done: event.checked, total: event.total ?? '…', source: '' }));
    });
    const report = await archive.verify({ job: JOB, ids: ids.length === 0 ? null : left });
    forgetStop();
    context.progress('');
    const { checked, changed, missing, extra, unreadable, conflicts } = report;
    const found = { checked, changed, missing, extra, unreadable, conflicts };
    context.answer(accept ? { accepted, ...found } : found, () =>
      [...accepted.map((one) => acceptedText(context, one)), reportText(context, report)].join('\n'),
    );
    return changed.length + missing.length + extra.length + unreadable.length > 0 ? EXIT.damage : EXIT.done;
  });

  const rebuild = program.command('rebuild');
  run(rebuild, async (context) => {
    const archive = await context.archive();
    const rebuilt = await archive.rebuild();
    context.answer(rebuilt, () => context.say('cli.rebuilt', { count: rebuilt.articles }));
    return undefined;
  });

  const stats = program.command('stats');
  run(stats, async (context) => {
    const archive = await context.archive();
    const found = await archive.stats();
    const { articles, notes, versions, words, bytes, allocated, cacheBytes } = found;
    context.answer(found, () =>
      context.say('cli.stats', { articles, notes, versions, words, bytes, allocated, cacheBytes }),
    );
    return undefined;
  });
};

const stillThere = async (archive: Archive, ids: string[]): Promise<string[]> => {
  const there: string[] = [];
  for (const id of ids) if ((await archive.resolveId(id).catch(() => null)) === id) there.push(id);
  return there;
};

const acceptedText = (context: CommandContext, report: AcceptReport): string => {
  const { id, title, changed, added, missing, lost, kept } = report;
  if (changed.length + added.length + missing.length === 0) return context.say('cli.accepted-nothing', { id, title });
  return [
    context.say('cli.accepted', { id, title }),
    ...changed.map((path) => context.say('cli.changed', { path })),
    ...added.map((path) => context.say('cli.added', { path })),
    ...missing.map((path) => context.say('cli.missing', { path })),
    ...lost.map((path) => context.say('cli.accepted-lost', { path })),
    ...(kept === null ? [] : [context.say('cli.accepted-kept', { path: kept })]),
  ].join('\n');
};

const reportText = (context: CommandContext, report: VerifyReport): string => {
  const lines = (kind: 'changed' | 'missing' | 'extra' | 'unreadable', paths: string[]): string[] =>
    paths.map((path) => context.say(`cli.${kind}`, { path }));
  const { checked, changed, missing, extra, unreadable, conflicts } = report;
  const damage = [
    ...lines('changed', changed),
    ...lines('missing', missing),
    ...lines('extra', extra),
    ...lines('unreadable', unreadable),
  ];
  return [
    ...damage,
    ...conflicts.map((path) => context.say('cli.conflict', { path })),
    context.say('cli.verified', {
      checked,
      changed: changed.length,
      missing: missing.length,
      extra: extra.length,
      unreadable: unreadable.length,
      conflicts: conflicts.length,
    }),
    context.say(damage.length === 0 ? 'cli.sound' : 'cli.damage'),
  ].join('\n');
};
