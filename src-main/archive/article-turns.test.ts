import { expect, it } from 'vitest';
import { ArticleTurns } from './article-turns.ts';

const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};
const turn = async () => new Promise<void>((resolve) => setImmediate(resolve));

it('runs what concerns the same article one after the other, and all else at once', async () => {
  const turns = new ArticleTurns();
  const seen: string[] = [];
  const first = gate();
  const both = turns.take(['a', 'b'], async () => {
    seen.push('both begin');
    await first.opened;
    seen.push('both end');
  });
  const later = turns.take(['b'], async () => void seen.push('b'));
  await turns.take(['c'], async () => void seen.push('c'));
  await turn();
  expect(seen).toEqual(['both begin', 'c']);
  first.open();
  await Promise.all([both, later]);
  expect(seen).toEqual(['both begin', 'c', 'both end', 'b']);
});

it('goes on after one that failed, and answers its failure only to whoever asked', async () => {
  const turns = new ArticleTurns();
  const failing = turns.take(['a'], () => Promise.reject(new Error('the disk')));
  const next = turns.take(['a', 'a'], async () => 'done');
  await expect(failing).rejects.toThrow('the disk');
  expect(await next).toBe('done');
});
