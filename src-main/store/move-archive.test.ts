import { spawnSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import type { MoveSteps } from './move-archive.ts';
import { createArchive, openStore } from './open-store.ts';
import { filesBelow, makeTrial, trialArticle, trialCapture, trialNote, type Trial } from './trial-archive.ts';

let trial: Trial;
let store: ArchiveStore;
let target: string;

beforeEach(async () => {
  trial = await makeTrial();
  target = join(trial.root, 'elsewhere');
  store = await createArchive(trial.folder, trial.options, {});
  await store.add([1, 2, 3].map((number) => trialCapture(number)));
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

const steps = (change: Partial<MoveSteps> = {}): MoveSteps => ({
  copying: () => undefined,
  cancelled: () => false,
  settled: () => Promise.resolve(),
  switchOver: () => Promise.resolve(),
  ...change,
});

const bytesBelow = async (folder: string): Promise<[string, string][]> =>
  Promise.all((await filesBelow(folder)).map(async (path) => [path, await readFile(join(folder, path), 'base64')]));

/** Without what only the old folder has. */
const former = async () => (await bytesBelow(trial.folder)).filter(([path]) => path !== '.moved');

describe('moving an archive', () => {
  it('leaves two folders with the same files, and the articles have the stamps they had', async () => {
    await store.remove(trialArticle(3).id);
    await symlink('archive.json', join(trial.folder, 'a link'));
    const stamps = await store.scan();
    let switched: string | null = null;
    let last = [0, 0];
    const moved = await store.moveTo(
      target,
      steps({
        copying: (...progress) => (last = progress),
        switchOver: async (folder) => {
          // Only now, and complete.
          expect(await readdir(folder)).toContain('archive.json');
          expect(await bytesBelow(folder)).toEqual(await former());
          switched = folder;
        },
      }),
    );
    expect(switched).toBe(target);
    expect(moved).toMatchObject({ folder: target, files: (await filesBelow(target)).length });
    expect(last[0]).toBe(last[1]);
    expect(await bytesBelow(target)).toEqual(await former());
    expect(await readlink(join(target, 'a link'))).toBe('archive.json');
    const opened = await openStore(target, trial.options);
    expect(opened.id).toBe(store.id);
    expect(await opened.scan()).toEqual(stamps);
    expect(opened.access()).toBe('writable');
    await opened.close();
  });

  it('brings over what changes while files are being copied, and what is removed', async () => {
    let changes = 0;
    await store.moveTo(
      target,
      steps({
        settled: async () => {
          changes += 1;
          await store.add([trialCapture(4)]);
          await store.writeNote(trialNote(trialArticle(1).id, 1), null);
          await store.erase(trialArticle(2).id);
        },
      }),
    );
    expect(changes).toBe(1);
    expect(await bytesBelow(target)).toEqual(await former());
    const opened = await openStore(target, trial.options);
    expect((await opened.scan()).map(({ id }) => id).sort()).toEqual([1, 3, 4].map((n) => trialArticle(n).id).sort());
    expect((await opened.read(trialArticle(1).id)).notes).toHaveLength(1);
    await opened.close();
  });

  it('lets nobody write to the folder left behind, in this process or another, while the archive is elsewhere', async () => {
    await store.moveTo(target, steps());
    const refusal = { code: 'archive-moved', values: { folder: trial.folder, reason: 'moved-to', to: target } };
    expect(await store.add([trialCapture(5)])).toMatchObject([{ ok: false, error: refusal }]);
    const again = await openStore(trial.folder, trial.options);
    expect(again.access()).toBe('moved');
    expect((await again.read(trialArticle(1).id)).article.title).toBe('Artikel 1');
    await expect(again.remove(trialArticle(1).id)).rejects.toMatchObject(refusal);
    await again.close();
    // The new folder gone, the old one is an archive as before.
    await rm(target, { recursive: true, maxRetries: 5 });
    const alone = await openStore(trial.folder, trial.options);
    expect(alone.access()).toBe('writable');
    expect(await alone.add([trialCapture(5)])).toMatchObject([{ ok: true }]);
    await alone.close();
  });

  it.each<[string, (made: { check: number }) => Partial<MoveSteps>, object]>([
    ['that is cancelled', (made) => ({ cancelled: () => (made.check += 1) > 5 }), { code: 'cancelled' }],
    [
      'whose new folder cannot be opened',
      () => ({ switchOver: () => Promise.reject(new Error('no')) }),
      { message: 'no' },
    ],
    ['that is given up while it waits', () => ({ settled: () => Promise.reject(new Error('no')) }), { message: 'no' }],
  ])('takes back a move %s, and leaves the archive in use', async (_, change, failure) => {
    const before = await bytesBelow(trial.folder);
    await expect(store.moveTo(target, steps(change({ check: 0 })))).rejects.toMatchObject(failure);
    expect(await lstat(target).catch(() => null)).toBeNull();
    expect(await bytesBelow(trial.folder)).toEqual(before);
    expect(await store.add([trialCapture(5)])).toMatchObject([{ ok: true }]);
  });

  it('is no archive in its new place before it is whole, at whatever moment the program ends', async () => {
    const names: string[][] = [];
    const looks: Promise<void>[] = [];
    const look = async () => {
      names.push(await readdir(target));
    };
    await store.moveTo(
      target,
      steps({ copying: () => looks.push(look()), settled: look, switchOver: async () => store.scan().then(look) }),
    );
    await Promise.all(looks);
    expect(names.length).toBeGreaterThan(5);
    expect(names.at(-1)).toContain('archive.json');
    expect(names.slice(0, -1).filter((found) => found.includes('archive.json'))).toEqual([]);
    expect(names.slice(0, -1).every((found) => found.includes('.moving'))).toBe(true);
  });

  it('leaves an empty folder that was there before as an empty folder', async () => {
    await mkdir(target);
    await expect(store.moveTo(target, steps({ cancelled: () => true }))).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(target)).toEqual([]);
  });

  it('goes nowhere where it would lose or mix something', async () => {
    const foreign = join(trial.root, 'foreign');
    await mkdir(foreign);
    await writeFile(join(foreign, 'a.txt'), 'mine');
    const other = join(trial.root, 'other');
    await (await createArchive(other, trial.options, {})).close();
    const broken = join(trial.root, 'broken');
    await mkdir(join(broken, '.moving'), { recursive: true });
    await symlink(trial.folder, join(trial.root, 'link'));
    const refusals: [string, string][] = [
      [trial.folder, 'move-same'],
      [join(trial.root, 'link'), 'move-same'],
      [join(trial.folder, 'articles/new'), 'move-inside'],
      [join(trial.root, 'link/new'), 'move-inside'],
      [trial.root, 'move-not-empty'],
      [foreign, 'move-not-empty'],
      [join(foreign, 'a.txt'), 'move-not-empty'],
      [other, 'move-archive'],
      [broken, 'move-unfinished'],
      [join(trial.root, 'absent/new'), 'move-no-parent'],
    ];
    const before = await filesBelow(trial.root);
    for (const [folder, reason] of refusals)
      await expect(store.moveTo(folder, steps()), folder).rejects.toMatchObject({
        code: 'move-refused',
        values: { folder, reason },
      });
    expect(await filesBelow(trial.root)).toEqual(before);
  });
});

const isRoot = process.getuid?.() === 0;
const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

describe.skipIf(!isRoot)('moving to a disk of its own (mounting one needs root)', () => {
  it.each([
    ['that is too small', ['size=4m'], 'move-small'],
    ['that allows no writing', ['size=64m,ro'], 'move-read-only'],
  ])('%s is refused before anything is written', async (_, options, reason) => {
    const disk = await mkdtemp(join(tmpdir(), 'nachlese-mount-'));
    if (!mount('-t', 'tmpfs', '-o', options.join(','), 'tmpfs', disk)) return;
    try {
      const folder = join(disk, 'archive');
      await expect(store.moveTo(folder, steps())).rejects.toMatchObject({ code: 'move-refused', values: { reason } });
      expect(await readdir(disk)).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', disk]);
      await rm(disk, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
