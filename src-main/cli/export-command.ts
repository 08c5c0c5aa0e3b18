import { lstat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Argument, Option, type Command } from 'commander';
import type { ExportFormat, ExportRequest, ExportWhat } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import type { Run } from './run-command-line.ts';

const WHAT = ['notes', 'articles', 'archive'] as const satisfies readonly ExportWhat[];
const STANDARD_OUTPUT = '-';

/** What people call the formats too. */
const ALIASES: Readonly<Record<string, string>> = {
  md: 'markdown',
  obsidian: 'markdown',
  bagit: 'bag',
  'json-ld': 'jsonld',
  w3c: 'jsonld',
  webannotation: 'jsonld',
  htm: 'html',
};

type Shape = ExportRequest['shape'];
type Options = { to: string; out: string; query: string; shape?: Shape; force?: boolean };

/** `export notes|articles|archive --to FORMAT --out PATH`. */
export const addExport = (program: Command, run: Run): void => {
  const command = program
    .command('export')
    .addArgument(new Argument('<what>').choices([...WHAT]))
    .requiredOption('--to <format>')
    .requiredOption('--out <path>')
    .option('--query <query>', '', '')
    .addOption(new Option('--shape <shape>').choices(['one', 'many']))
    .option('--force');
  run(command, async (context) => {
    const options = command.opts<Options>();
    const archive = await context.archive();
    const what = command.args[0] as ExportWhat;
    const format = await findFormat(archive, what, options.to);
    const shape = options.shape ?? (await shapeFor(context, format, options.out));
    if (!format.shapes.includes(shape))
      throw new ArchiveError('bad-argument', { argument: '--out', value: options.out });
    const query = options.query;
    const request: ExportRequest = { what, format: format.name, query, articleIds: null, noteIds: null, shape };
    const isSound =
      options.out === STANDARD_OUTPUT
        ? await print(context, archive, request)
        : await write(context, archive, request, options);
    if (!isSound) return EXIT.damage;
    // The rest is done; what could not be read is not among it.
    return (await context.remarkDamage(archive)) ? EXIT.failed : EXIT.done;
  });
};

const findFormat = async (archive: Archive, what: ExportWhat, name: string): Promise<ExportFormat> => {
  const formats = (await archive.exportFormats()).filter((format) => format.what === what);
  const wanted = ALIASES[name.toLowerCase()] ?? name.toLowerCase();
  const found = formats.find((format) => format.name === wanted);
  if (found !== undefined) return found;
  const expected = formats.map((format) => format.name).join(', ');
  const reason = expected === '' ? '' : 'expected';
  throw new ArchiveError('unsupported-format', { format: `export ${what} --to ${name}`, reason, expected });
};

/** A folder, or a name without an ending, takes many files; anything else is one file. */
const shapeFor = async (context: CommandContext, format: ExportFormat, out: string): Promise<Shape> => {
  const [only, other] = format.shapes;
  if (only !== undefined && other === undefined) return only;
  if (out === STANDARD_OUTPUT) return 'one';
  const found = await lstat(context.path(out)).catch(() => null);
  const folder = found?.isDirectory() ?? (/[/\\]$/u.test(out) || extname(out) === '');
  return folder ? 'many' : 'one';
};

/** These resolve to false where something went along that is not as its digest says. */
const print = async (context: CommandContext, archive: Archive, request: ExportRequest): Promise<boolean> => {
  const { files, count } = await archive.renderExport(request);
  const text = files.map((file) => file.text).join('\n');
  context.answer({ written: [STANDARD_OUTPUT], count, text }, () => text);
  return true;
};

const write = async (
  context: CommandContext,
  archive: Archive,
  request: ExportRequest,
  { out, force }: Options,
): Promise<boolean> => {
  const result = await archive.writeExport(request, context.path(out), force ?? false);
  const damaged = result.damaged ?? [];
  for (const path of damaged) context.remark(context.say('cli.changed', { path }));
  context.answer(result, () =>
    [
      ...result.written.map((path) => context.say('cli.written-file', { path })),
      context.say('cli.exported', { count: result.count }),
    ].join('\n'),
  );
  return damaged.length === 0;
};
