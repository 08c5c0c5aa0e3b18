import { expect, test } from 'vitest';
import { changeOf, foldUnchanged } from './fold-unchanged.ts';

const same = (text: string) => [{ kind: 'same' as const, text }];
const added = (text: string) => [{ kind: 'added' as const, text }];

test('paragraphs without changes are gathered, and changes are numbered', () => {
  const mixed = [...same('a '), ...added('b')];
  expect(foldUnchanged([same('eins'), same('zwei'), added('neu'), same('drei'), mixed])).toEqual([
    { kind: 'same', at: 0, paragraphs: ['eins', 'zwei'] },
    { kind: 'change', at: 2, number: 0, pieces: added('neu') },
    { kind: 'same', at: 3, paragraphs: ['drei'] },
    { kind: 'change', at: 4, number: 1, pieces: mixed },
  ]);
  expect(foldUnchanged([])).toEqual([]);
});

test('a paragraph is new, gone, or changed within', () => {
  expect(changeOf(added('neu'))).toBe('added');
  expect(changeOf([{ kind: 'removed', text: 'alt' }])).toBe('removed');
  expect(changeOf([...same('a'), ...added('b')])).toBe('mixed');
});
