import { expect, test } from 'vitest';
import type { BackupInfo } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { madeGeneration } from '../testing/fake-archive.ts';
import { BackupChoice } from './backup-choice.svelte.ts';

const [newest, older] = [madeGeneration('2026-11-20T20:00:00Z'), madeGeneration('2026-11-19T20:00:00Z')];
const backup = (folder: string, generations = [newest, older]): BackupInfo => ({
  folder,
  archiveId: folder,
  archiveName: 'Nachlese',
  generations,
  unreadable: [],
});

test('the newest state is offered, and one that was chosen stays chosen when one looks again', async () => {
  let found = [backup('/a'), backup('/b')];
  const choice = new BackupChoice(async () => found, '/drive');
  await choice.look();
  expect([choice.info?.folder, choice.generation]).toEqual(['/a', newest.id]);
  choice.choose('/b');
  choice.generation = older.id;
  const added = madeGeneration('2026-11-21T20:00:00Z');
  found = [backup('/a'), backup('/b', [added, newest, older])];
  await choice.look();
  expect([choice.info?.folder, choice.generation]).toEqual(['/b', older.id]);
  found = [backup('/b', [added, newest])];
  await choice.look();
  expect(choice.generation).toBe(added.id);
});

test('what is found in a folder that was named before does not take the place of the one named last', async () => {
  const give = new Map<string, (found: BackupInfo[] | Error) => void>();
  const list = (folder: string) =>
    new Promise<BackupInfo[]>((resolve, reject) => {
      give.set(folder, (found) => {
        if (found instanceof Error) reject(found);
        else resolve(found);
      });
    });
  const choice = new BackupChoice(list, '/slow');
  const slow = choice.look();
  choice.from = ' /bad ';
  const bad = choice.look();
  choice.from = '/quick';
  const quick = choice.look();
  give.get('/quick')?.([backup('/quick')]);
  await quick;
  give.get('/bad')?.(new ArchiveFailure('not-found', 'Keine Sicherung.'));
  give.get('/slow')?.([backup('/slow')]);
  await Promise.all([slow, bad]);
  expect([choice.info?.folder, choice.failure]).toEqual(['/quick', '']);
});
