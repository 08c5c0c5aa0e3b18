import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findFolders, openSettings } from '../settings.ts';
import { type Session, startSession } from './running-session.ts';

let home: string;
let session: Session;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-first-'));
  const folders = findFolders({}, 'linux', home);
  session = await startSession({
    now: () => new Date(),
    random: (count) => randomBytes(count),
    folders,
    settings: openSettings(folders.config),
    host: { door: 'electron', platform: 'linux', version: '0', runtime: 'test', dialogs: false, language: 'de' },
    actions: null,
    createSearchWorker: null,
    seedFolder: join(import.meta.dirname, '../../resources/seed'),
    archiveFolder: null,
  });
});
afterEach(async () => {
  await session.close();
  await rm(home, { recursive: true, force: true });
});

const articles = async () => (await session.api.status()).articles;

it('comes with the first archive and with no other one', async () => {
  expect(await articles()).toBe(1);
  await session.api.createArchive(join(home, 'Zweites'), 'Zweites');
  expect(await articles()).toBe(0);
});
