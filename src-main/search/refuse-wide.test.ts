import { expect, it } from 'vitest';
import { parseQuery } from './query/parse-query.ts';
import { refuseWide } from './refuse-wide.ts';

const ask = (query: string) => {
  refuseWide(query, parseQuery(query).root);
};
const letters = 'abcdefghiklmnoprs'.split('');

it('refuses many different beginnings of a letter or two, however they are joined', () => {
  for (const joint of [' ', ' OR ', ' -']) {
    const beginnings = letters.map((letter) => `${letter}*`);
    expect(() => {
      ask(beginnings.join(joint));
    }).toThrow(expect.objectContaining({ code: 'query-refused' }));
    ask(beginnings.slice(0, 8).join(joint));
  }
});

it('refuses many different words with typos', () => {
  const words = letters.map((letter) => `regirung${letter}~`);
  expect(() => {
    ask(words.join(' '));
  }).toThrow(expect.objectContaining({ code: 'query-refused' }));
  ask(words.slice(0, 8).join(' '));
});

it('takes the same word any number of times, and any number of longer beginnings', () => {
  ask('a* '.repeat(60));
  ask(letters.map((letter) => `haus${letter}*`).join(' '));
  ask('der die das und nicht mit von zu in im am an '.repeat(5));
});
