import { Command, CommanderError, Option } from 'commander';
import type { UiLanguage } from '#contract';
import { version } from '../../package.json';
import { failureLogIn } from '../hosts/failure-log.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { errorAnswer, message } from '../messages/index.ts';
import { addArticleCommands } from './article-commands.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addCheckQuotes } from './check-quotes-command.ts';
import { CommandContext, type GlobalOptions } from './command-context.ts';
import type { CommandLineIo } from './command-line-io.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { addExport } from './export-command.ts';
import { addConflictCommands } from './conflict-commands.ts';
import { addHealthCommands } from './health-commands.ts';
import { addImport } from './import-command.ts';
import { addMove } from './move-command.ts';
import { addNoteCommands } from './note-commands.ts';
import { addSearchCommands } from './search-commands.ts';
import { addServe } from './serve-command.ts';
import { addTrashCommands } from './trash-commands.ts';
import { usageProblem } from './usage-problem.ts';

/** The body of one command: its exit code, or nothing for "done". */
export type CommandBody = (context: CommandContext, command: Command) => Promise<ExitCode | undefined>;
/** Makes a body the action of a command. */
export type Run = (command: Command, body: CommandBody) => void;

const COMMANDS = [
  addImport,
  addSearchCommands,
  addArticleCommands,
  addNoteCommands,
  addExport,
  addCheckQuotes,
  addTrashCommands,
  addHealthCommands,
  addConflictCommands,
  addMove,
  addBackupCommands,
  addServe,
];

/** A word of the arguments that stands for itself, not after `--`. */
const given = (argv: readonly string[], word: string): boolean => {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes(word);
};

/**
 * Runs one command of the command line; `argv` without program and script. Answers the exit code, never throws; what it
 * writes goes through `io` (README.md, "The command line").
 */
export const runCommandLine = async (argv: readonly string[], io: CommandLineIo): Promise<number> => {
  const fallback: GlobalOptions = { json: given(argv, '--json'), ...languageGiven(argv) };
  let complaint = '';
  let code: ExitCode = EXIT.done;

  const run: Run = (command, body) => {
    command.action(async () => {
      const context = new CommandContext(io, command.optsWithGlobals<GlobalOptions>());
      try {
        code = (await body(context, command)) ?? EXIT.done;
      } finally {
        await context.close();
      }
    });
  };

  try {
    const shared = new CommandContext(io, fallback);
    const program = makeProgram(shared).configureOutput({
      writeOut: (text) => {
        io.out(text);
      },
      writeErr: (text) => (complaint += text),
    });
    for (const add of COMMANDS) add(program, run);
    for (const command of program.commands) describe(command, shared);
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      if (error.code === 'commander.help') io.err(complaint);
      if (error.code === 'commander.help') return EXIT.usage;
      return complain(new CommandContext(io, fallback), complaint);
    }
    return fail(new CommandContext(io, fallback), error);
  }
};

const makeProgram = (context: CommandContext): Command =>
  withGlobalOptions(new Command('nachlese'), context)
    .description(context.say('cli.description'))
    .version(version, '--version')
    // Only the long form: "-h" may be a tag or a word of a query.
    .helpOption('--help')
    // `restore --version` is not the program's.
    .enablePositionalOptions()
    .exitOverride();

const withGlobalOptions = (command: Command, context: CommandContext): Command =>
  command
    .option('--archive <folder>', context.help('archive'))
    .option('--json', context.help('json'))
    .addOption(new Option('--language <language>', context.help('language')).choices(['de', 'en']));

/** Says what a command and its options are for, and takes the global options after it too. */
const describe = (command: Command, context: CommandContext, above = ''): void => {
  command.description(context.help(above + command.name()));
  for (const option of command.options) {
    const name = option.attributeName();
    // "diff --to" is not "export --to".
    option.description = context.help(`${command.name()}-${name}`) || context.help(name);
  }
  withGlobalOptions(command, context);
  for (const inner of command.commands) describe(inner, context, `${command.name()}-`);
};

const languageGiven = (argv: readonly string[]): { language?: UiLanguage } => {
  const words = argv.map((word, at) => (word === '--language' ? argv[at + 1] : /^--language=(.*)$/u.exec(word)?.[1]));
  const language = words.find((word) => word === 'de' || word === 'en');
  return language === undefined ? {} : { language: language };
};

/** Wrong usage, in commander's words, with where to find help. */
const complain = (context: CommandContext, complaint: string): ExitCode => {
  const problem = usageProblem(complaint, context.say.bind(context));
  const text = message('cli.usage', context.language, { problem });
  if (context.json) context.answer({ error: { code: 'bad-argument', message: text } }, () => '');
  else context.remark(`${text}\n${context.say('cli.usage-hint')}`);
  return EXIT.usage;
};

const fail = (context: CommandContext, thrown: unknown): ExitCode => {
  const error = asArchiveError(thrown);
  if (context.json) context.answer({ error: errorAnswer(error, context.language) }, () => '');
  else context.remark(context.sentence(error));
  if (error.code === 'internal') failureLogIn(context.folders.data)('command line', error);
  return exitCodeOf(error.code);
};
