/** The commands of the command line; known here without loading them. */
export const COMMAND_NAMES: readonly string[] = [
  ...[
    'import',
    'search',
    'list',
    'show',
    'versions',
    'diff',
    'edit',
    'tag',
    'note',
    'notes',
    'history',
    'export',
    'check-quotes',
  ],
  ...['delete', 'restore', 'verify', 'rebuild', 'stats', 'conflicts', 'move', 'backup', 'serve', 'help'],
];
const LEADING_OPTIONS = /^--(?:help|version|json|archive(?:=.*)?|language(?:=.*)?)$/u;
/** What a wrapper script puts before the command, for Chromium. */
const FOR_CHROMIUM: ReadonlySet<string> = new Set(['--no-sandbox', '--no-zygote']);

/**
 * The arguments of a start as a command's, or null where the window is asked for. `argv` without the program. A file or
 * a link comes from a desktop as a whole path or address, which no command's name is. `display`: a window can be shown;
 * without one everything is a command's, whose usage is better than what Electron says then.
 */
export const argumentsOfCommand = (argv: readonly string[], display: boolean): readonly string[] | null => {
  const start = argv.findIndex((argument) => !FOR_CHROMIUM.has(argument));
  const own = start === -1 ? [] : argv.slice(start);
  const first = own[0] ?? '';
  return !display || COMMAND_NAMES.includes(first) || LEADING_OPTIONS.test(first) ? own : null;
};
