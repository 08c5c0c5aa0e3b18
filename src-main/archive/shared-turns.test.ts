import { expect, it } from 'vitest';
import { SharedTurns } from './shared-turns.ts';
import { makeGate } from './testing/gated-archive.ts';

it('lets like go beside like, and one alone wait for those before it and keep back those after it', async () => {
  const turns = new SharedTurns();
  const seen: string[] = [];
  const first = makeGate();
  const alone = makeGate();
  const begun = turns.share(async () => {
    await first.pass();
    seen.push('first');
  });
  await turns.share(async () => void seen.push('beside it'));
  const rebuilt = turns.alone(async () => {
    await alone.pass();
    seen.push('alone');
  });
  const after = turns.share(async () => void seen.push('after'));
  first.open();
  await alone.reached;
  expect(seen).toEqual(['beside it', 'first']);
  alone.open();
  await Promise.all([begun, rebuilt, after]);
  expect(seen).toEqual(['beside it', 'first', 'alone', 'after']);
});

it('goes on after a failure', async () => {
  const turns = new SharedTurns();
  await expect(turns.share(() => Promise.reject(new Error('a source')))).rejects.toThrow('a source');
  await expect(turns.alone(() => Promise.reject(new Error('the disk')))).rejects.toThrow('the disk');
  expect(await turns.share(async () => 'done')).toBe('done');
});
