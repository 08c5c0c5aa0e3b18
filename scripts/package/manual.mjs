// Manual pages and shell completion, written from the help of the built command line, so that they cannot lag behind it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const helpOf = (language, ...words) =>
  execFileSync(process.execPath, [join(root, 'out/main/cli.cjs'), ...words, '--help', '--language', language], {
    encoding: 'utf8',
  });

/** Commander's two columns as [term, text] pairs; what a following line holds is more of the same text. */
function* entries(help, heading) {
  const lines = help.split('\n');
  let entry = null;
  for (const line of lines.slice(lines.indexOf(heading) + 1)) {
    if (line === '' || /^\S/.test(line)) break;
    const [, term, text] = /^ {2}(\S.*?)(?: {2,}(.*))?$/.exec(line) ?? [];
    if (term !== undefined) {
      if (entry) yield entry;
      entry = [term, text ?? ''];
    } else if (entry) entry[1] = `${entry[1]} ${line.trim()}`.trim();
  }
  if (entry) yield entry;
}

/** What a command's help says: how it is used, what it is for, its options. */
function read(help) {
  const [usage = '', , ...rest] = help.split('\n');
  const about = [];
  for (const line of rest) {
    if (line === '') break;
    about.push(line);
  }
  return {
    usage: usage.replace(/^Usage: /, ''),
    about: about.join(' '),
    options: [...entries(help, 'Options:')],
    commands: help.includes('\nCommands:') ? [...entries(help, 'Commands:')] : [],
  };
}

/** The whole command line in one language: the program itself, then every command by its name. */
export function readCommandLine(language) {
  const program = read(helpOf(language));
  const names = program.commands.map(([term]) => term.split(' ')[0]).filter((name) => name !== 'help');
  return { program, commands: names.map((name) => ({ name, ...read(helpOf(language, name)) })) };
}

const roff = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const HEADINGS = {
  en: {
    name: 'NAME',
    synopsis: 'SYNOPSIS',
    description: 'DESCRIPTION',
    options: 'OPTIONS',
    commands: 'COMMANDS',
    exit: 'EXIT STATUS',
    files: 'FILES',
    exits: [
      ['0', 'done'],
      ['1', 'something failed, or nothing was found'],
      ['2', 'wrong usage'],
      ['3', 'damage was found'],
      ['4', 'the archive cannot be used'],
    ],
    window: 'Without a command it opens the window, with the files and links given to it.',
    archive: 'the archive, unless another folder was chosen',
    settings: 'settings of app and command line',
  },
  de: {
    name: 'NAME',
    synopsis: 'ÜBERSICHT',
    description: 'BESCHREIBUNG',
    options: 'OPTIONEN',
    commands: 'BEFEHLE',
    exit: 'RÜCKGABEWERT',
    files: 'DATEIEN',
    exits: [
      ['0', 'erledigt'],
      ['1', 'etwas misslang, oder nichts wurde gefunden'],
      ['2', 'falscher Aufruf'],
      ['3', 'ein Schaden wurde gefunden'],
      ['4', 'das Archiv ist nicht zu benutzen'],
    ],
    window: 'Ohne Befehl öffnet es das Fenster, mit den übergebenen Dateien und Verweisen.',
    archive: 'das Archiv, wenn kein anderer Ordner gewählt wurde',
    settings: 'Einstellungen von Fenster und Kommandozeile',
  },
};

const paragraphs = (pairs) => pairs.map(([term, text]) => `.TP\n.B ${roff(term)}\n${roff(text || term)}`).join('\n');

/** The manual page nachlese(1) in a language, as roff. `date`: ISO day. */
export function manualPage(language, { version, date }) {
  const { program, commands } = readCommandLine(language);
  const words = HEADINGS[language];
  const shared = new Set(program.options.map(([term]) => term));
  const sections = commands.map(({ usage, about, options }) => {
    const own = options.filter(([term]) => !shared.has(term));
    return `.SS ${roff(usage)}\n${roff(about)}\n${paragraphs(own)}`;
  });
  const documents = language === 'de' ? '~/Dokumente' : '~/Documents';
  const files = [
    [`${documents}/Nachlese`, words.archive],
    ['~/.config/nachlese/settings.json', words.settings],
  ];
  return [
    `.TH NACHLESE 1 ${date} "nachlese ${version}"`,
    `.SH ${words.name}\nnachlese \\- ${roff(program.about)}`,
    `.SH ${words.synopsis}\n.B nachlese\n[${language === 'de' ? 'Datei' : 'file'} | nachlese://article/ID ...]\n.br\n.B ${roff(program.usage)}`,
    `.SH ${words.description}\n${roff(program.about)}\n${roff(words.window)}`,
    `.SH ${words.options}\n${paragraphs(program.options)}`,
    `.SH ${words.commands}\n${sections.join('\n')}`,
    `.SH ${words.exit}\n${paragraphs(words.exits)}`,
    `.SH ${words.files}\n${paragraphs(files)}`,
    '',
  ].join('\n');
}

const longOption = (term) => /--[a-z-]+/.exec(term)?.[0] ?? '';
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Completion for bash, zsh and fish: commands, their options, then files. */
export function completions() {
  const { program, commands } = readCommandLine('en');
  const options = ({ options: list }) => list.map(([term]) => longOption(term)).filter(Boolean);
  const names = commands.map(({ name }) => name);
  const bash = [
    '# bash completion for nachlese(1)',
    '_nachlese() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} command= at',
    '  for ((at = 1; at < COMP_CWORD; at++)); do',
    `    case \${COMP_WORDS[at]} in ${names.join(' | ')}) command=\${COMP_WORDS[at]}; break ;; esac`,
    '  done',
    '  local options',
    '  case $command in',
    ...commands.map((command) => `    ${command.name}) options='${options(command).join(' ')}' ;;`),
    `    *) options='${[...names, ...options(program)].join(' ')}' ;;`,
    '  esac',
    '  if [[ $word == -* || -z $command ]]; then mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word"); fi',
    '}',
    'complete -o default -F _nachlese nachlese',
    '',
  ].join('\n');
  const described = (list) => list.map(([term, text]) => quoted(`${term}:${text.replaceAll(':', '\\:')}`)).join(' ');
  const zsh = [
    '#compdef nachlese',
    'local -a commands',
    `commands=(${described(commands.map(({ name, about }) => [name, about]))})`,
    'if (( CURRENT == 2 )); then',
    "  _describe 'command' commands",
    '  _files',
    'else',
    '  local -a options',
    '  case $words[2] in',
    ...commands.map((command) => `    ${command.name}) options=(${options(command).join(' ')}) ;;`),
    '  esac',
    '  if [[ $PREFIX == -* ]]; then compadd -- $options; else _files; fi',
    'fi',
    '',
  ].join('\n');
  const fish = [
    '# fish completion for nachlese(1)',
    ...commands.map(
      ({ name, about }) => `complete -c nachlese -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
    ),
    ...commands.flatMap(({ name, options: list }) =>
      list.map(
        ([term, text]) =>
          `complete -c nachlese -n '__fish_seen_subcommand_from ${name}' -l ${longOption(term).slice(2)} -d ${quoted(text)}`,
      ),
    ),
    '',
  ].join('\n');
  return { bash, zsh, fish };
}
