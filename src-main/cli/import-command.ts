import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ArchiveEvent, ImportReport, ImportSource } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { importFormats } from '../import/import-formats.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { several } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Run } from './run-command-line.ts';

type Options = { format?: string; tag?: string[]; dryRun?: boolean; new?: boolean; resume?: boolean };

const JOB = 'import';
const STANDARD_INPUT = '-';

/**
 * `import PATH…`: files, folders, `-`; makes the archive where there is none. `import --resume` goes on with imports that
 * were interrupted.
 */
export const addImport = (program: Command, run: Run): void => {
  const command = program
    .command('import')
    .argument('[path...]')
    .option('--resume')
    .option('--format <format>')
    .option('--tag <tag>', '', several)
    .option('--dry-run')
    .option('--new');
  run(command, async (context) => {
    const options = command.opts<Options>();
    checkFormat(options.format);
    if (command.args.length === 0 && options.resume !== true) command.error("error: missing required argument 'path'");
    if (command.args.length > 0 && options.resume === true) command.error("error: too many arguments for '--resume'");
    const scratch = await mkdtemp(join(tmpdir(), 'nachlese-import-'));
    try {
      const archive = await openForImport(context, options, scratch);
      if (options.resume === true) return await resume(context, archive);
      await remarkInterrupted(context, archive);
      const sources = await readSources(context, command.args, scratch);
      const report = asGiven(context, command.args, await importSources(context, archive, sources, options));
      context.answer(answerOf(report), () => textOf(context, report));
      const { space } = await archive.status();
      if (space?.low === true)
        context.remark(context.say('cli.space-low', { megabytes: Math.floor(space.free / 2 ** 20) }));
      return report.failed.length > 0 || report.cancelled ? EXIT.failed : EXIT.done;
    } finally {
      await context.close();
      await rm(scratch, { recursive: true, force: true });
    }
  });
};

const checkFormat = (format: string | undefined): void => {
  const known = importFormats.map(({ name }) => name);
  if (format !== undefined && !known.includes(format))
    throw new ArchiveError('unsupported-format', { format, reason: 'expected', expected: known.join(', ') });
};

/** A dry run writes nothing: where there is no archive yet, it is tried in one that is thrown away. */
const openForImport = async (context: CommandContext, options: Options, scratch: string): Promise<Archive> => {
  const upload = (): string => join(scratch, STANDARD_INPUT);
  if (options.dryRun !== true) return context.archive({ create: options.new ? 'anyway' : 'if-missing', upload });
  try {
    return await context.archive({ upload });
  } catch (error) {
    if (asArchiveError(error).code !== 'archive-missing') throw error;
    const [folder, cacheFolder, dataFolder] = ['archive', 'cache', 'data'].map((name) => join(scratch, name));
    return context.archive({
      folder: folder!,
      cacheFolder: cacheFolder!,
      dataFolder: dataFolder!,
      create: 'anyway',
      upload,
    });
  }
};

const readSources = async (context: CommandContext, paths: string[], scratch: string): Promise<ImportSource[]> => {
  // Nothing of the archive: a copy in the system's temporary folder, gone with this process.
  if (paths.includes(STANDARD_INPUT)) await writeFile(join(scratch, STANDARD_INPUT), context.io.input);
  return paths.map((path) =>
    path === STANDARD_INPUT
      ? { kind: 'upload', upload: STANDARD_INPUT, name: STANDARD_INPUT }
      : { kind: 'path', path: context.path(path) },
  );
};

/** Says which imports wait to be gone on with. */
const remarkInterrupted = async (context: CommandContext, archive: Archive): Promise<void> => {
  for (const { sources, done, total } of await archive.interruptedImports())
    context.remark(context.say('cli.import-interrupted', { source: sources.join(', '), done, total: total ?? '?' }));
};

/** Goes on with all interrupted imports, the latest first; the answer is one report of them all. */
const resume = async (context: CommandContext, archive: Archive): Promise<ExitCode> => {
  const interrupted = await archive.interruptedImports();
  const reports: ImportReport[] = [];
  for (const { id } of interrupted) {
    const report = await listening(context, archive, () => archive.resumeImport(id, JOB));
    reports.push(report);
    if (report.cancelled) break;
  }
  const whole: ImportReport = {
    job: JOB,
    imported: reports.flatMap(({ imported }) => imported),
    merged: reports.flatMap(({ merged }) => merged),
    skipped: reports.flatMap(({ skipped }) => skipped),
    failed: reports.flatMap(({ failed }) => failed),
    notes: {
      placed: reports.reduce((sum, { notes }) => sum + notes.placed, 0),
      waiting: reports.reduce((sum, { notes }) => sum + notes.waiting, 0),
    },
    cancelled: reports.some(({ cancelled }) => cancelled),
  };
  context.answer(answerOf(whole), () =>
    interrupted.length === 0 ? context.say('cli.import-none-interrupted') : textOf(context, whole),
  );
  return whole.failed.length > 0 || whole.cancelled ? EXIT.failed : EXIT.done;
};

const importSources = (
  context: CommandContext,
  archive: Archive,
  sources: ImportSource[],
  options: Options,
): Promise<ImportReport> =>
  listening(context, archive, () =>
    archive.importSources({
      job: JOB,
      sources,
      format: options.format ?? null,
      tags: options.tag ?? [],
      dryRun: options.dryRun ?? false,
    }),
  );

/** Shows how far an import is, and lets its user stop it. */
const listening = async (
  context: CommandContext,
  archive: Archive,
  run: () => Promise<ImportReport>,
): Promise<ImportReport> => {
  const stopListening = archive.onEvent((event) => {
    drawProgress(context, event);
  });
  const forgetStop = context.io.onStop(() => void archive.cancelJob(JOB));
  try {
    return await run();
  } finally {
    forgetStop();
    stopListening();
    context.progress('');
  }
};

/** The report with paths as the user wrote them: relative ones stay relative. */
const asGiven = (context: CommandContext, paths: string[], report: ImportReport): ImportReport => {
  const named = <Item extends { source: string }>(item: Item): Item => {
    const given = paths.find((path) => item.source.startsWith(context.path(path)));
    return given === undefined ? item : { ...item, source: given + item.source.slice(context.path(given).length) };
  };
  const { imported, merged, skipped, failed } = report;
  return {
    ...report,
    imported: imported.map(named),
    merged: merged.map(named),
    skipped: skipped.map(named),
    failed: failed.map(named),
  };
};

const drawProgress = (context: CommandContext, event: ArchiveEvent): void => {
  if (event.type !== 'import-progress') return;
  const { done, total, source } = event.progress;
  context.progress(context.say('cli.progress', { done, total: total ?? '…', source: source.slice(-60) }));
};

const answerOf = ({ imported, merged, skipped, failed, notes }: ImportReport): unknown => ({
  imported,
  merged,
  skipped: skipped.map(({ source, reason }) => ({ source, reason })),
  failed: failed.map(({ source, reason }) => ({ source, reason })),
  notes,
});

const textOf = (context: CommandContext, report: ImportReport): string => {
  for (const { source, reason } of report.failed) context.remark(context.say('cli.failed', { source, reason }));
  const { imported, merged, skipped, failed, notes } = report;
  const total = context.say('cli.import-total', {
    imported: imported.length,
    merged: merged.length,
    skipped: skipped.length,
    failed: failed.length,
  });
  return [
    ...imported.map(({ id, title }) => context.say('cli.imported', { id, title })),
    ...merged.map(({ id, title, reason }) => context.say('cli.merged', { id, title, reason })),
    ...skipped.map(({ source, reason }) => context.say('cli.skipped', { source, reason })),
    total,
    ...(notes.placed + notes.waiting > 0 ? [context.say('cli.import-notes', notes)] : []),
  ].join('\n');
};
