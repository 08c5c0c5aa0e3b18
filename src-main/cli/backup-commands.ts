import type { Command } from 'commander';
import type { BackupCheck, BackupReport } from '#contract';
import { resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { listBackups, verifyBackup } from '../store/backup/verify-backup.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Run } from './run-command-line.ts';

const JOB = 'backup';

/** `backup DIR`, `backup list DIR`, `backup verify DIR`, `backup restore DIR --archive NEWDIR`. */
export const addBackupCommands = (program: Command, run: Run): void => {
  const backup = program.command('backup');

  const create = backup.command('create', { isDefault: true }).argument('<folder>').option('--thorough');
  run(create, async (context) => {
    const archive = await context.archive();
    const stopListening = archive.onEvent((event) => {
      if (event.type === 'backup-progress') drawProgress(context, event.done, event.total);
    });
    const forgetStop = context.io.onStop(() => void archive.cancelJob(JOB));
    try {
      const { thorough = false } = create.opts<{ thorough?: boolean }>();
      const report = await archive.backUp({ job: JOB, folder: folderOf(context, create), thorough });
      context.progress('');
      context.answer(report, () => reportText(context, report));
      return report.damaged.length > 0 ? EXIT.damage : EXIT.done;
    } finally {
      forgetStop();
      stopListening();
    }
  });

  const list = backup.command('list').argument('<folder>');
  run(list, async (context) => {
    const backups = await listBackups(folderOf(context, list));
    context.answer(backups, () =>
      backups
        .flatMap(({ folder, archiveId, archiveName, generations, unreadable }) => [
          context.say('cli.backup-of', { name: archiveName, id: archiveId, folder }),
          ...generations.map(({ id, articles, notes, files, damaged }) =>
            context.say('cli.backup-generation', { id, articles, notes, files, damaged }),
          ),
          ...unreadable.map((name) => context.say('cli.backup-unreadable', { name })),
        ])
        .join('\n'),
    );
    return backups.some(({ unreadable }) => unreadable.length > 0) ? EXIT.damage : EXIT.done;
  });

  const verify = backup.command('verify').argument('<folder>');
  run(verify, async (context) => {
    const stop = stopper(context);
    const progress = (checked: number, total: number | null): void => drawProgress(context, checked, total);
    const check = await verifyBackup(folderOf(context, verify), () => new Date(), progress, stop.asked);
    stop.forget();
    context.progress('');
    context.answer(check, () => checkText(context, check));
    return check.damaged.length > 0 ? EXIT.damage : EXIT.done;
  });

  const restore = backup.command('restore').argument('<folder>').option('--generation <generation>');
  run(restore, async (context): Promise<ExitCode> => {
    const { generation = null } = restore.opts<{ generation?: string }>();
    const stop = stopper(context);
    const restored = await restoreBackup({
      backup: folderOf(context, restore),
      generation,
      folder: resolve(await context.archiveFolder()),
      random: (count) => randomBytes(count),
      progress: (done, total) => drawProgress(context, done, total),
      cancelled: stop.asked,
    });
    stop.forget();
    context.progress('');
    const { folder, files, generation: id, damaged } = restored;
    context.answer({ folder, generation: id, files, damaged }, () =>
      [
        context.say('cli.backup-restored', { folder, files, id }),
        ...damaged.map((path) => context.say('cli.backup-not-restored', { path })),
      ].join('\n'),
    );
    return damaged.length > 0 ? EXIT.damage : EXIT.done;
  });
};

const folderOf = (context: CommandContext, command: Command): string => context.path(command.args[0] ?? '');

const stopper = (context: CommandContext): { asked: () => boolean; forget: () => void } => {
  let stopped = false;
  const forget = context.io.onStop(() => (stopped = true));
  return { asked: () => stopped, forget };
};

const drawProgress = (context: CommandContext, done: number, total: number | null): void => {
  context.progress(context.say('cli.progress', { done, total: total ?? '…', source: '' }));
};

const reportText = (context: CommandContext, report: BackupReport): string => {
  const { folder, generation, copied, copiedBytes, damaged, skipped, removed } = report;
  return [
    ...damaged.map(({ path, kept }) => context.say(kept ? 'cli.backup-damage-kept' : 'cli.backup-damage', { path })),
    ...skipped.map((path) => context.say('cli.backup-skipped', { path })),
    ...removed.map((id) => context.say('cli.backup-removed', { id })),
    context.say('cli.backed-up', { folder, id: generation.id, files: generation.files, copied, copiedBytes }),
  ].join('\n');
};

const checkText = (context: CommandContext, { checked, damaged }: BackupCheck): string =>
  [
    ...damaged.map(({ file, path, problem }) =>
      context.say(`cli.${problem}`, { path: path === null ? file : `${file} (${path})` }),
    ),
    context.say('cli.backup-checked', { checked, damaged: damaged.length }),
    context.say(damaged.length === 0 ? 'cli.sound' : 'cli.damage'),
  ].join('\n');
