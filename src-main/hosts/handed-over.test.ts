import { beforeEach, expect, test } from 'vitest';
import type { ArchiveEvent } from '#contract';
import { HandedOver } from './handed-over.ts';

const file = (path: string): ArchiveEvent => ({ type: 'open-request', paths: [path], articleId: null, noteId: null });
const told: ArchiveEvent[] = [];
const tell = (event: ArchiveEvent): void => void told.push(event);
beforeEach(() => {
  told.length = 0;
});

test('three files opened before the window listens all reach it, once and in their order', () => {
  const handed = new HandedOver();
  for (const name of ['a', 'b', 'c']) handed.take(file(name));
  expect(told).toEqual([]);
  handed.heardBy(tell);
  handed.heardBy(tell);
  expect(told).toEqual(['a', 'b', 'c'].map(file));
});

test('a window that listens is told at once; a start without files tells nothing', () => {
  const handed = new HandedOver();
  handed.heardBy(tell);
  handed.take(null);
  handed.take(file('a'));
  expect(told).toEqual([file('a')]);
});

test('what comes after the window was closed waits for the next one', () => {
  const handed = new HandedOver();
  handed.heardBy(() => expect.unreachable());
  handed.unheard();
  handed.take(file('a'));
  handed.heardBy(tell);
  expect(told).toEqual([file('a')]);
});
