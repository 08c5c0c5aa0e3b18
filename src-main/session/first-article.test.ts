import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Session } from './running-session.ts';
import { sessionBelow } from './testing/session-below.ts';

let home: string;
let session: Session;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-first-'));
  session = await sessionBelow(home);
});
afterEach(async () => {
  await session.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const articles = async () => (await session.api.status()).articles;

it('comes with the first archive and with no other one', async () => {
  expect(await articles()).toBe(1);
  await session.api.createArchive(join(home, 'Zweites'), 'Zweites');
  expect(await articles()).toBe(0);
});
