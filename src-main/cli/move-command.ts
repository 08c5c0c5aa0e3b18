import type { Command } from 'commander';
import { openSettings } from '../settings.ts';
import { settingsAfterMove } from '../settings/settings-after-move.ts';
import type { Run } from './run-command-line.ts';

const JOB = 'move';

/** `move`: the archive to a new or empty folder; the settings follow where they name the archive. */
export const addMove = (program: Command, run: Run): void => {
  const move = program.command('move').argument('<folder>');
  run(move, async (context) => {
    const folder = context.path(move.args[0] ?? '');
    const archive = await context.archive();
    const forgetStop = context.io.onStop(() => void archive.cancelJob(JOB));
    archive.onEvent((event) => {
      if (event.type !== 'move-progress') return;
      context.progress(context.say('cli.progress', { done: event.done, total: event.total, source: '' }));
    });
    const file = openSettings(context.folders.config);
    const moved = await archive.moveTo({
      job: JOB,
      folder,
      settled: () => Promise.resolve(),
      switchOver: async (real) => {
        const usual = context.folders.defaultArchive;
        await file.change(await settingsAfterMove(await file.read(), archive.folder, real, usual));
      },
    });
    forgetStop();
    context.progress('');
    const answer = { folder: moved.folder, former: archive.folder, files: moved.files, bytes: moved.bytes };
    context.answer(answer, () => context.say('cli.moved', answer));
    return undefined;
  });
};
