import { describe, expect, it } from 'vitest';
import { inTries } from './tries.mjs';

/** Fails so many times, with a number, and answers then. */
function failing(times: number) {
  let failed = 0;
  return async () => {
    if (failed < times) throw new Error(`no network ${++failed}\nand more words`);
    return 'done';
  };
}

describe('what is tried again', () => {
  it('answers as soon as it can, and says what went wrong before', async () => {
    const said: string[] = [];
    let between = 0;
    const options = { count: 3, say: (line: string) => said.push(line), between: () => (between += 1) };
    expect(await inTries(options, failing(2))).toBe('done');
    expect(said).toEqual(['no network 1; once more …', 'no network 2; once more …']);
    expect(between).toBe(2);
  });

  it('fails with its last error when there is no try left', async () => {
    const said: string[] = [];
    const options = { count: 2, say: (line: string) => said.push(line) };
    await expect(inTries(options, failing(2))).rejects.toThrow('no network 2');
    expect(said).toHaveLength(1);
  });

  it('is run once where it succeeds', async () => {
    const options = { count: 2, say: () => expect.fail(), between: () => expect.fail() };
    expect(await inTries(options, failing(0))).toBe('done');
  });
});
