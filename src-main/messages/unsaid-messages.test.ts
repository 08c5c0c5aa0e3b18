import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ErrorCodes } from 'parse5';
import { expect, it } from 'vitest';
import { en } from './en.ts';

const main = join(import.meta.dirname, '..');

/** All of this side but tests and the messages themselves. */
const source = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^contract\.ts$|^messages\/(?:de|en|messages)\.ts$/.test(name))
  .map((name) => readFileSync(join(main, name), 'utf8'))
  .join('\n');

const isQuoted = (word: string): boolean => source.includes(`'${word}'`);

/** Beginnings of names that are put together: `cli.note-state-${…}`, `beside-${…}`. */
const beginnings = [...source.matchAll(/`([\w.-]+[.-])\$\{[^`]+\}`/g)].map(([, beginning = '']) => beginning);

/** Whether a name stands in the source, as a whole or as a beginning with something that is said behind it. */
const isSaid = (name: string): boolean =>
  isQuoted(name) || beginnings.some((beginning) => name.startsWith(beginning) && isSaid(name.slice(beginning.length)));

it.each(['cli', 'report', 'serve', 'settings', 'conflict'] as const)(
  'every message of "%s" is said somewhere',
  (section) => {
    const names = Object.keys(en[section]).map((key) => `${section}.${key.replace(/_(?:one|other)$/, '')}`);
    expect(names.filter((name) => !isSaid(name))).toEqual([]);
  },
);

it.each(['reason', 'kind', 'error'] as const)('every %s that has words is given somewhere', (section) => {
  const given = Object.keys(en[section]).filter((key) => !isQuoted(key));
  // The parser of pages has codes of its own.
  const codes: string[] = Object.values(ErrorCodes);
  expect(given.filter((key) => !codes.some((code) => code.startsWith(key)))).toEqual([]);
});

it('every help is that of a command or an option', () => {
  const isNamed = (key: string) => {
    const word = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [`command('${word}'`, `'--${word}`].some((name) => source.includes(name));
  };
  const unnamed = Object.keys(en.help).filter((key) => !isNamed(key) && !isNamed(key.slice(key.indexOf('-') + 1)));
  expect(unnamed).toEqual([]);
});
