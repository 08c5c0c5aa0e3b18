import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from '../archive-store.ts';
import { createArchive, openStore } from '../open-store.ts';
import { hasStrace, killAtCalls } from '../testing/kill-at-calls.ts';
import { filesBelow, makeTrial, trialArticle, trialCapture, trialNote, type Trial } from '../trial-archive.ts';
import { restoreBackup } from './restore-backup.ts';
import { listBackups, verifyBackup } from './verify-backup.ts';

const EVERY = process.env['NACHLESE_EVERY_CALL'] === undefined ? 4 : 1;
const WORKER = join(import.meta.dirname, 'back-up-worker.ts');
const never = () => false;
const silent = () => undefined;

/** Every system call with NACHLESE_EVERY_CALL=1. */
describe.skipIf(!hasStrace)('a backup that is killed or fails (skipped where there is no strace)', () => {
  let trial: Trial;
  let store: ArchiveStore;

  const bytesBelow = async (folder: string) => {
    const found: Record<string, string> = {};
    for (const path of await filesBelow(folder)) found[path] = await readFile(join(folder, path), 'latin1');
    return found;
  };
  const backUp = (one: ArchiveStore, root: string) =>
    one.backUp({
      folder: join(root, 'backup'),
      name: 'Probe',
      now: () => new Date('2026-11-22T12:00:00.000Z'),
      random: trial.options.random,
      thorough: false,
      progress: silent,
      cancelled: never,
    });

  beforeEach(async () => {
    trial = await makeTrial();
    store = await createArchive(trial.folder, trial.options);
    await store.add([trialCapture(1, { notes: [trialNote(trialArticle(1).id, 1)] }), trialCapture(2)]);
    await backUp(store, trial.root);
  });
  afterEach(async () => {
    await store.close();
    await trial.remove();
  });

  it.each([undefined, 'error=ENOSPC', 'error=EIO'])(
    'leaves earlier generations whole and no half one, and the next run succeeds (%s)',
    async (instead) => {
      const first = await bytesBelow(trial.folder);
      await store.add([trialCapture(3)]);
      const second = await bytesBelow(trial.folder);
      const kills = await killAtCalls({
        worker: WORKER,
        ...(instead === undefined ? {} : { instead }),
        every: instead === undefined ? EVERY : EVERY * 2,
        prepare: async () => {
          const one = await makeTrial();
          await cp(trial.folder, one.folder, { recursive: true });
          await cp(join(trial.root, 'backup'), join(one.root, 'backup'), { recursive: true });
          return { args: ['backup', one.folder, one.root], remove: one.remove };
        },
        inspect: async ([, folder = '', root = '']) => {
          expect(await bytesBelow(folder)).toEqual(second);
          const backup = join(root, 'backup');
          const [info] = await listBackups(backup);
          expect(info?.unreadable).toEqual([]);
          for (const { id, articles } of info?.generations ?? []) {
            const target = join(root, `restored-${id}`);
            const options = { backup, generation: id, folder: target, random: trial.options.random };
            await restoreBackup({ ...options, progress: silent, cancelled: never });
            expect(await bytesBelow(target)).toEqual(articles === 2 ? first : second);
          }
          const again = await openStore(folder, { ...trial.options, dataFolder: join(root, 'd') });
          expect((await backUp(again, root)).generation.articles).toBe(3);
          await again.close();
          expect((await verifyBackup(backup, () => new Date(), silent, never)).damaged).toEqual([]);
          expect((await filesBelow(backup)).filter((path) => path.startsWith('.'))).toEqual([]);
        },
      });
      expect(kills).toBeGreaterThan(5);
    },
    900_000,
  );

  it.each([undefined, 'error=EIO'])(
    'is restored by the next try, and is no archive before (%s)',
    async (instead) => {
      const whole = await bytesBelow(trial.folder);
      const kills = await killAtCalls({
        worker: WORKER,
        ...(instead === undefined ? {} : { instead }),
        every: EVERY,
        prepare: async () => {
          const one = await makeTrial();
          await cp(join(trial.root, 'backup'), join(one.root, 'backup'), { recursive: true });
          return { args: ['restore', one.folder, one.root], remove: one.remove };
        },
        inspect: async ([, folder = '', root = '']) => {
          const left: string[] = await filesBelow(folder).catch((): string[] => []);
          if (left.includes('archive.json')) {
            // The next start finds it whole and removes the sign of the restore.
            await (await openStore(folder, { ...trial.options, dataFolder: join(root, 'd') })).close();
            expect(await bytesBelow(folder)).toEqual(whole);
            return;
          }
          const options = { backup: join(root, 'backup'), generation: null, folder, random: trial.options.random };
          await restoreBackup({ ...options, progress: silent, cancelled: never });
          expect(await bytesBelow(folder)).toEqual(whole);
        },
      });
      expect(kills).toBeGreaterThan(5);
    },
    900_000,
  );
});
