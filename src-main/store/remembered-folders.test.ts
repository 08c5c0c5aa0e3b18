import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DurableWriter } from './durable-write.ts';
import { ownIdentity } from './process-identity.ts';
import { RememberedFolders } from './remembered-folders.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-remembered-'));
});
afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

const remembered = (patience?: number) =>
  new RememberedFolders(
    join(home, 'data'),
    new DurableWriter({ random: randomBytes, platform: process.platform }),
    patience,
  );
const now = new Date('2026-11-22T12:00:00Z');
const folder = (number: number) => join(home, `archive-${number}`);

it('remembers every archive, however many programs start at once', async () => {
  const numbers = Array.from({ length: 12 }, (_, number) => number);
  await Promise.all(numbers.map((number) => remembered().remember(folder(number), `id-${number}`, now)));
  for (const number of numbers) expect(await remembered().isRemembered(folder(number))).toBe(true);
  expect(await readdir(join(home, 'data'))).toEqual(['archives.json']);
});

it('goes on where a program was killed while it wrote', async () => {
  await remembered().remember(folder(1), 'id-1', now);
  const lock = join(home, 'data', 'archives.json.lock');
  await writeFile(lock, JSON.stringify({ ...(await ownIdentity()), start: 'an earlier boot:17' }));
  await remembered().remember(folder(2), 'id-2', now);
  expect(await remembered().isRemembered(folder(1))).toBe(true);
  expect(await remembered().isRemembered(folder(2))).toBe(true);
});

it('breaks no lock of a holder who lives because many others had it before', async () => {
  await mkdir(join(home, 'data'));
  const lock = join(home, 'data', 'archives.json.lock');
  const identity = JSON.stringify(await ownIdentity());
  const handOn = () => {
    writeFileSync(`${lock}.next`, identity);
    renameSync(`${lock}.next`, lock);
  };
  handOn();
  let isThrough = false;
  // Ten steps of waiting; the lock changes hands after every third.
  const waiting = remembered(100)
    .remember(folder(1), 'id', now)
    .finally(() => (isThrough = true));
  for (let holder = 1; holder <= 20; holder++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(isThrough).toBe(false);
    handOn();
  }
  rmSync(lock);
  await waiting;
  expect(await remembered().isRemembered(folder(1))).toBe(true);
});

it('breaks the lock of one who lives and does not give it back', async () => {
  await mkdir(join(home, 'data'));
  await writeFile(join(home, 'data', 'archives.json.lock'), JSON.stringify(await ownIdentity()));
  await remembered(50).remember(folder(1), 'id', now);
  expect(await readdir(join(home, 'data'))).toEqual(['archives.json']);
});

it('tells the starts before this one, one a day', async () => {
  expect(await remembered().remember(folder(1), 'id', now)).toEqual([]);
  const sameDay = await remembered().remember(folder(1), 'id', new Date('2026-11-22T18:00:00Z'));
  expect(sameDay).toEqual([now]);
  expect(await remembered().remember(folder(1), 'id', new Date('2026-11-23T08:00:00Z'))).toEqual([now]);
});
