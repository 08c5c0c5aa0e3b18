import { expect, it } from 'vitest';
import { claimOf, RecordClaims } from './record-claims.ts';

const nothing = () => Promise.resolve();

it('gives one key to one import after the other, and other keys at once', async () => {
  const claims = new RecordClaims();
  const release = await claims.hold('a', nothing);
  const seen: string[] = [];
  const second = claims.hold('a', nothing).then((end) => {
    seen.push('second');
    end();
  });
  const third = claims.hold('a', nothing).then((end) => {
    seen.push('third');
    end();
  });
  (await claims.hold('b', nothing))();
  expect(seen).toEqual([]);
  release();
  await Promise.all([second, third]);
  expect(seen).toEqual(['second', 'third']);
});

it('lets two imports pass that want what the other holds', async () => {
  const claims = new RecordClaims();
  const run = async (keys: string[]) => {
    const own: (() => void)[] = [];
    const giveUp = async () => {
      for (const end of own.splice(0)) end();
    };
    for (const key of keys) own.push(await claims.hold(key, giveUp));
    await giveUp();
  };
  await Promise.all([run(['a', 'b', 'a']), run(['b', 'a', 'b'])]);
});

it('knows a record by its address, and by its text only where it has none', () => {
  expect(claimOf({ address: 'x', textHash: '1' })).toBe(claimOf({ address: 'x', textHash: '2' }));
  expect(claimOf({ address: null, textHash: '1' })).not.toBe(claimOf({ address: null, textHash: '2' }));
  expect(claimOf({ address: '1', textHash: '' })).not.toBe(claimOf({ address: null, textHash: '1' }));
});
