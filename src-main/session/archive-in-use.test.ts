import { beforeEach, expect, it } from 'vitest';
import type { ArchiveApi, ArchiveEvent } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveInUse } from './archive-in-use.ts';

/** A promise that ends when it is let go. */
const gate = () => {
  let letGo: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (letGo = resolve));
  return { passed, letGo };
};
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));
const straight = (task: () => Promise<unknown>) => task();

/** What happened, in order. */
let log: string[];
let events: ArchiveEvent[];
let inUse: ArchiveInUse;
beforeEach(() => {
  log = [];
  events = [];
  inUse = new ArchiveInUse((event) => events.push(event));
});

/** An archive whose calls answer with its name; `calls`: how some of them do so. */
const archiveNamed = (name: string, calls: Partial<Record<keyof Archive, () => Promise<unknown>>> = {}) =>
  ({
    folder: `/${name}`,
    status: () => Promise.resolve({ name }),
    listCollections: () => Promise.resolve(name),
    onEvent: () => () => undefined,
    close: () => {
      log.push(`${name} closed`);
      return Promise.resolve();
    },
    ...calls,
  }) as unknown as Archive;

/** A call of an archive that is done when the gate opens. */
const savesAfter = (passed: Promise<void>) => async () => {
  await passed;
  log.push('saved');
};
const call = (method: keyof ArchiveApi, through = straight) => inUse.call(method, [], through);

it('closes an archive when the calls under way have ended, and refuses new ones', async () => {
  const saving = gate();
  await inUse.adopt(archiveNamed('A', { editNote: savesAfter(saving.passed) }));
  const saved = call('editNote');
  const closed = inUse.close();
  await expect(call('editNote')).rejects.toMatchObject({ code: 'archive-missing' });
  await soon();
  expect(log).toEqual([]);
  saving.letGo();
  await closed;
  await saved;
  expect(log).toEqual(['saved', 'A closed']);
});

it('lets a call through that was asked before the end and waited at the gate', async () => {
  const shut = gate();
  await inUse.adopt(archiveNamed('A', { editNote: savesAfter(Promise.resolve()) }));
  const saved = call('editNote', (task) => shut.passed.then(task));
  const closed = inUse.close();
  await soon();
  shut.letGo();
  await closed;
  await saved;
  expect(log).toEqual(['saved', 'A closed']);
});

it('closes the former archive, while new calls go to the other', async () => {
  const closing = gate();
  await inUse.adopt(archiveNamed('A', { close: () => closing.passed }));
  const adopted = inUse.adopt(archiveNamed('B'));
  expect(await call('listCollections')).toBe('B');
  closing.letGo();
  await adopted;
});

it('hands a call on in the same breath, so that its archive cannot be closed before', async () => {
  const listCollections = () => {
    log.push('asked');
    return Promise.resolve();
  };
  await inUse.adopt(archiveNamed('A', { listCollections }));
  const answered = call('listCollections');
  expect(log).toEqual(['asked']);
  await answered;
});

it('leaves a long call to its archive, which ends it when it is closed', async () => {
  const importing = gate();
  await inUse.adopt(archiveNamed('A', { importSources: () => importing.passed.then(() => 'cancelled') }));
  const imported = call('importSources');
  await inUse.close();
  expect(log).toEqual(['A closed']);
  importing.letGo();
  expect(await imported).toBe('cancelled');
});

it('has the archive open in the end that was asked for last, however long the first one takes', async () => {
  const slow = gate();
  const first = inUse.inTurn(async () => {
    await slow.passed;
    await inUse.adopt(archiveNamed('B'));
  });
  const last = inUse.inTurn(() => inUse.adopt(archiveNamed('C')));
  await soon();
  slow.letGo();
  await Promise.all([first, last]);
  expect(inUse.require().folder).toBe('/C');
  expect(log).toEqual(['B closed']);
});

it('opens nothing more when the program ends, and closes what was being opened', async () => {
  const slow = gate();
  const first = inUse.inTurn(async () => {
    await slow.passed;
    await inUse.adopt(archiveNamed('B'));
  });
  const late = inUse.inTurn(() => inUse.adopt(archiveNamed('C')));
  await soon();
  const closed = inUse.close();
  slow.letGo();
  await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.all([first, closed]);
  expect(log).toEqual(['B closed']);
});

it('tells of the archive that is opened after a start that failed', async () => {
  inUse.failed(new Error('the disk is away'));
  await expect(call('listCollections')).rejects.toMatchObject({ code: 'internal' });
  await inUse.adopt(archiveNamed('B'));
  expect(events).toEqual([{ type: 'archive-opened', status: { name: 'B' } }]);
});
