import { expect, test } from 'vitest';
import { argumentsOfCommand, COMMAND_NAMES } from './command-names.ts';
import { CommandLine } from './try-command-line.ts';

test('names exactly the commands that the command line has', async () => {
  const line = await CommandLine.make();
  try {
    const { out } = await line.run('--help', '--language', 'en');
    const listed = out.slice(out.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+) /gmu);
    expect([...listed].map(([, name]) => name)).toEqual(COMMAND_NAMES);
  } finally {
    await line.remove();
  }
});

test.each([
  [['search', 'Budapest']],
  [['--version']],
  [['--json', 'stats']],
  [['--archive', '/tmp/a', 'stats']],
  [['--archive=/tmp/a', 'stats']],
])('takes %j for a command', (argv) => {
  expect(argumentsOfCommand(argv, true)).toEqual(argv);
});

test('leaves out what a wrapper adds for Chromium', () => {
  expect(argumentsOfCommand(['--no-sandbox', 'stats', '--no-sandbox'], true)).toEqual(['stats', '--no-sandbox']);
});

test.each([
  [[]],
  [['/home/anna/search']],
  [['nachlese://article/search']],
  [['file:///home/anna/search']],
  [['--no-sandbox', '--inspect=0', '/home/anna/a.html']],
  [['--archived', 'stats']],
])('opens the window for %j', (argv) => {
  expect(argumentsOfCommand(argv, true)).toBeNull();
});

test('takes everything for a command where no window can be shown', () => {
  expect(argumentsOfCommand(['serach', 'Budapest'], false)).toEqual(['serach', 'Budapest']);
  expect(argumentsOfCommand([], false)).toEqual([]);
});
