import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '#contract';
import type { ArchiveStore } from '../store/archive-store.ts';
import { createArchive } from '../store/open-store.ts';
import { makeTrial, trialArticle, trialCapture, type Trial } from '../store/trial-archive.ts';
import { HealthRecord } from './health-record.ts';
import { QuietCheck } from './quiet-check.ts';
import { makeGate } from './testing/gated-archive.ts';

const DAY = 86_400_000;
const COUNT = 40;
let trial: Trial;
let store: ArchiveStore;
let health: HealthRecord;
let time: number;
let wanted: boolean;
let busy: boolean;
let told: number;
const ids = Array.from({ length: COUNT }, (_, number) => trialArticle(number).id).sort();

const start = async (instead: Partial<ArchiveStore> = {}) => {
  health = new HealthRecord(join(trial.root, 'cache'));
  await health.read();
  return new QuietCheck({
    store: {
      verify: instead.verify ?? store.verify.bind(store),
      verifyRest: store.verifyRest.bind(store),
      articleFolders: store.articleFolders.bind(store),
      access: store.access.bind(store),
    },
    health,
    now: () => new Date(time),
    random: trial.options.random,
    wanted: () => wanted,
    busy: () => busy,
    told: () => (told += 1),
  });
};
const finish = async (check: QuietCheck) => {
  let steps = 0;
  while (await check.step()) steps += 1;
  return steps;
};

beforeEach(async () => {
  trial = await makeTrial();
  time = Date.parse('2026-11-22T12:00:00Z');
  [wanted, busy, told] = [true, false, 0];
  store = await createArchive(trial.folder, trial.options, {});
  await store.add(Array.from({ length: COUNT }, (_, number) => trialCapture(number)));
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('the quiet check', () => {
  it('goes through all articles a few at a time, names what it finds, and is due again after a month', async () => {
    const [first = '', last = ''] = [ids[0], ids.at(-1)];
    await writeFile(join(trial.folder, 'articles', '2025', first, 'original.txt'), 'anders');
    await rm(join(trial.folder, 'articles', '2025', last, 'original.txt'));
    await writeFile(join(trial.folder, 'articles', 'fremd.txt'), 'x');
    const check = await start();
    expect(await finish(check)).toBe(3);
    expect(health.summary([])).toEqual({
      finished: '2026-11-22T12:00:00.000Z',
      checked: 3 * COUNT,
      quiet: true,
      damaged: 3,
      found: {
        changed: [`articles/2025/${first}/original.txt`],
        missing: [`articles/2025/${last}/original.txt`],
        extra: ['articles/fremd.txt'],
        unreadable: [],
      },
    });
    expect(told).toBeGreaterThanOrEqual(3);
    time += 29 * DAY;
    expect(await check.step()).toBe(false);
    time += DAY;
    expect(await check.step()).toBe(true);
  });

  it('goes on where it was, in the next start too, with what it had found', async () => {
    await writeFile(join(trial.folder, 'articles', '2025', ids[0] ?? '', 'original.txt'), 'anders');
    const before = await start();
    await before.step();
    expect(before.round).toMatchObject({ done: 16, total: COUNT });
    await before.step();
    const after = await start();
    expect(health.summary([])).toMatchObject({ finished: null, damaged: 1 });
    expect(await finish(after)).toBe(1);
    expect(health.summary([])).toMatchObject({ finished: '2026-11-22T12:00:00.000Z', damaged: 1 });
    expect(after.round).toBeNull();
  });

  it('waits until nobody works, and for whoever does not want it', async () => {
    const check = await start();
    expect(check.isIdle()).toBe(false);
    time += 60_000;
    expect(check.isIdle()).toBe(true);
    check.touch();
    expect(check.isIdle()).toBe(false);
    time += 60_000;
    // What was asked for a minute ago may still go on.
    busy = true;
    expect(check.isIdle()).toBe(false);
    busy = false;
    wanted = false;
    expect(check.isIdle()).toBe(false);
    wanted = true;
    // A clock that went back a year is no reason to wait for it.
    time -= 365 * DAY;
    expect(check.isIdle()).toBe(true);
  });

  it('does not find again what its owner accepted while it read it', async () => {
    const bad = `articles/2025/${ids[0] ?? ''}/original.txt`;
    const gate = makeGate();
    const read: VerifyReport = {
      ...{ checked: 1, changed: [bad], missing: [], extra: [], unreadable: [], conflicts: [] },
      finished: '2026-11-22T12:00:00.000Z',
    };
    const check = await start({
      verify: async () => {
        await gate.pass();
        return read;
      },
    });
    const step = check.step();
    await gate.reached;
    const sound = { changed: [], missing: [], extra: [], unreadable: [] };
    await health.settled([ids[0] ?? ''], sound, trial.options.random);
    gate.open();
    expect(await step).toBe(true);
    expect(health.summary([]).damaged).toBe(0);
    expect(check.round).toMatchObject({ done: 16 });
  });

  it('ends its round where everything was checked meanwhile', async () => {
    const gate = makeGate();
    const check = await start({
      verify: async (...asked) => {
        await gate.pass();
        return store.verify(...asked);
      },
    });
    const step = check.step();
    await gate.reached;
    const whole = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    await health.verified(whole, false, trial.options.random);
    gate.open();
    expect(await step).toBe(false);
    expect(check.round).toBeNull();
    expect(health.summary([])).toMatchObject({ finished: whole.finished, quiet: false });
  });

  it('leaves out what is deleted meanwhile', async () => {
    const check = await start();
    await check.step();
    await store.remove(ids[20] ?? '');
    await finish(check);
    expect(health.summary([])).toMatchObject({ damaged: 0, finished: '2026-11-22T12:00:00.000Z' });
  });
});

describe('what is known of the health', () => {
  it('forgets a damage where the article was looked at again and is sound', async () => {
    const path = join(trial.folder, 'articles', '2025', ids[0] ?? '', 'original.txt');
    await writeFile(path, 'anders');
    await finish(await start());
    expect(health.summary([]).damaged).toBe(1);
    await health.settled([ids[0] ?? ''], { changed: [], missing: [], extra: [], unreadable: [] }, trial.options.random);
    expect(health.summary([]).damaged).toBe(0);
  });

  it('is what was found last, also where its file is read while that is being written', async () => {
    await start();
    const report = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    const old = { ...report, finished: '2026-11-01T00:00:00.000Z' };
    await health.verified(old, false, trial.options.random);
    const reading = health.read();
    await Promise.all([health.verified(report, false, trial.options.random), reading, health.read()]);
    expect(health.lastVerified).toBe(report.finished);
    const other = new HealthRecord(join(trial.root, 'cache'));
    await other.read();
    expect(other.lastVerified).toBe(report.finished);
    const later = { ...report, finished: '2026-12-01T00:00:00.000Z' };
    await other.verified(later, false, trial.options.random);
    // Another program checked since.
    await health.read();
    expect(health.lastVerified).toBe(later.finished);
  });

  it('begins anew where its file is damaged', async () => {
    await finish(await start());
    await writeFile(join(trial.root, 'cache', 'health.json'), '{"lastVerified":');
    await start();
    expect(health.summary([])).toMatchObject({ finished: null, checked: 0 });
  });
});
