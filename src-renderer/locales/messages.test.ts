import { expect, test } from 'vitest';
import * as german from './de/index.ts';
import * as english from './en/index.ts';

type Messages = Record<string, Record<string, string>>;

/** The names a message fills in, with their format: "{{count, number}}". */
function slots(message: string): string[] {
  return [...new Set(message.match(/\{\{[^}]*\}\}/g) ?? [])].sort();
}

const both: [string, string, string][] = Object.entries(german as Messages).flatMap(([namespace, messages]) =>
  Object.entries(messages).map(([name, message]): [string, string, string] => [
    `${namespace}.${name}`,
    message,
    (english as Messages)[namespace]?.[name] ?? '',
  ]),
);

test('every message says the same in both languages, with the same values in it', () => {
  for (const [key, de, en] of both) {
    expect(en, key).not.toBe('');
    expect(slots(en), key).toEqual(slots(de));
  }
});

test('a message that counts has a singular and a plural', () => {
  const keys = new Set(both.map(([key]) => key));
  for (const key of keys) {
    if (key.endsWith('_one')) expect(keys, key).toContain(key.replace(/_one$/, '_other'));
    if (key.endsWith('_other')) expect(keys, key).toContain(key.replace(/_other$/, '_one'));
  }
});

test('no message shouts, and German says Sie', () => {
  for (const [key, de, en] of both) {
    expect(de + en, key).not.toMatch(/!(?!\w)|\bOops\b|\bUps\b/);
    expect(de, key).not.toMatch(/\b(?:du|dein|deine|dich|dir)\b/i);
  }
});

test('every message is said somewhere in the window', () => {
  const source = Object.values(
    import.meta.glob<string>(['../**/*.{svelte,ts}', '!../locales/**', '!../**/*.test.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).join('\n');
  expect(source).toContain('t(');
  const said = new Set(source.match(/(?<=['"`])\w+\.\w+(?=['"`])/g));
  // Names that are put together: `notes.color_${color}`, `shell.${view}`.
  const beginnings = [...source.matchAll(/`(\w+\.\w*)\$\{[^`]+\}`/g)].map(([, beginning = '']) => beginning);
  const isPutTogether = (key: string) =>
    beginnings.some((beginning) => {
      const rest = key.slice(beginning.length);
      return key.startsWith(beginning) && (!beginning.endsWith('.') || source.includes(`'${rest}'`));
    });
  const unsaid = both.map(([key]) => key.replace(/_(?:one|other)$/, '')).filter((key) => !said.has(key));
  expect(unsaid.filter((key) => !isPutTogether(key))).toEqual([]);
});

test('quotation marks are those of the language', () => {
  for (const [key, de, en] of both) {
    expect(de, key).not.toMatch(/”/);
    expect(en, key).not.toMatch(/„/);
  }
});
