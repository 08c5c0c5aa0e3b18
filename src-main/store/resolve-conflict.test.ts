import { randomBytes } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive } from './open-store.ts';
import { parseJsonObject, sealedBytes, type JsonObject } from './sealed-json.ts';
import {
  filesBelow,
  makeTrial,
  textBlocks,
  trialArticle,
  trialCapture,
  trialNote,
  type Trial,
} from './trial-archive.ts';
import { mergeCollections, mergeStates } from './merge-copies.ts';

let trial: Trial;
let store: ArchiveStore;
const article = trialArticle(1);
const { id } = article;
const note = trialNote(id, 1);
const at = (...names: string[]) => join(trial.folder, 'articles', '2025', id, ...names);
const relative = (...names: string[]) => ['articles', '2025', id, ...names].join('/');
const copyName = (name: string) => name.replace(/(\.[a-z]+)$/, '.sync-conflict-20251016-120000-ABCDEF7$1');
const NOTE = `${note.id}.json`;
const readJson = async (path: string) => parseJsonObject(await readFile(path), path);
const putAway = async () =>
  (await filesBelow(join(trial.folder, 'trash'))).filter((path) => path.startsWith('conflicts/'));

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, { ...trial.options, random: (count) => randomBytes(count) });
  await store.add([trialCapture(1, { notes: [note] })]);
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

/** A copy of a note with another text, as another machine wrote it. */
async function otherNote(body: string): Promise<void> {
  const text = (await readFile(at('notes', NOTE), 'utf8')).replace('"Notiz 1"', JSON.stringify(body));
  await writeFile(at('notes', copyName(NOTE)), text);
}

const only = relative('notes', copyName(NOTE));
const bodies = async () => (await store.read(id)).notes.map((one) => [one.body, one.tags.includes('Kopie')]);

describe('a conflict copy of a note', () => {
  it('is found with what it is a copy of, and read nowhere', async () => {
    await otherNote('Woanders geschrieben');
    expect(await store.conflicts()).toEqual([
      {
        path: only,
        of: relative('notes', NOTE),
        by: 'Syncthing',
        kind: 'note',
        articleId: id,
        content: 'different',
      },
    ]);
    expect(await bodies()).toEqual([['Notiz 1', false]]);
  });

  it('that says the same goes away quietly', async () => {
    await copyFile(at('notes', NOTE), at('notes', copyName(NOTE)));
    expect((await store.conflicts()).map(({ content }) => content)).toEqual(['same']);
    await store.resolveConflict(only, 'merge', 'Kopie');
    expect(await bodies()).toEqual([['Notiz 1', false]]);
    expect(await store.conflicts()).toEqual([]);
  });

  it('that says something else becomes a second note, marked, and both are sound', async () => {
    await otherNote('Woanders geschrieben');
    await store.resolveConflict(only, 'merge', 'Kopie');
    expect((await bodies()).sort()).toEqual([
      ['Notiz 1', false],
      ['Woanders geschrieben', true],
    ]);
    const report = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    expect([report.changed, report.unreadable, report.extra, report.conflicts].flat()).toEqual([]);
    expect(await putAway()).toHaveLength(1);
  });

  it('takes the place of what is there, which is kept aside', async () => {
    await otherNote('Woanders geschrieben');
    await store.resolveConflict(only, 'take', 'Kopie');
    expect(await bodies()).toEqual([['Woanders geschrieben', false]]);
    expect(await putAway()).toHaveLength(2);
  });

  it('leaves what is there when it is put into the trash', async () => {
    await otherNote('Woanders geschrieben');
    await store.resolveConflict(only, 'trash', 'Kopie');
    expect(await bodies()).toEqual([['Notiz 1', false]]);
    expect(await putAway()).toHaveLength(1);
  });

  it('that cannot be read is only put aside, never taken', async () => {
    await writeFile(at('notes', copyName(NOTE)), '{"half');
    for (const choice of ['merge', 'take'] as const)
      await expect(store.resolveConflict(only, choice, 'Kopie')).rejects.toMatchObject({ code: 'unreadable' });
    expect(await readdir(at('notes'))).toContain(copyName(NOTE));
    await store.resolveConflict(only, 'trash', 'Kopie');
    expect(await putAway()).toHaveLength(1);
  });

  it.each(['../../../etc/passwd', 'articles/2025', relative('notes', NOTE), ''])('%j is none', async (path) => {
    await expect(store.resolveConflict(path, 'trash', 'Kopie')).rejects.toMatchObject({ code: 'not-found' });
    expect(await bodies()).toEqual([['Notiz 1', false]]);
  });
});

describe('a conflict copy of state.json', () => {
  const state = (fields: JsonObject) => sealedBytes(fields);
  it('is merged field by field, the later change wins', async () => {
    const timed = (value: unknown, day: number) => ({ value, changed: `2026-01-0${day}T00:00:00Z` });
    await writeFile(at('state.json'), state({ tags: timed(['hier'], 3), read: timed(true, 1) }));
    await writeFile(
      at(copyName('state.json')),
      state({ tags: timed(['dort'], 2), read: timed(false, 2), starred: timed(true, 1), fremd: 1 }),
    );
    await store.resolveConflict(relative(copyName('state.json')), 'merge', 'Kopie');
    expect((await store.read(id)).state).toMatchObject({ tags: ['hier'], read: false, starred: true });
    expect((await readJson(at('state.json'))).fremd).toBe(1);
  });

  it('gives the same whichever copy is which', () => {
    const one = {
      tags: { value: ['a'], changed: '2026-01-01T00:00:00Z' },
      corrections: { title: { value: 'A', changed: '2026-01-02T00:00:00Z' } },
    };
    const two = {
      tags: { value: ['b'], changed: '2026-01-01T00:00:00Z' },
      corrections: {
        title: { value: 'B', changed: '2026-01-01T00:00:00Z' },
        authors: { value: [], changed: '2026-01-01T00:00:00Z' },
      },
    };
    expect(mergeStates(one, two)).toEqual(mergeStates(two, one));
    expect(mergeStates(one, two).corrections).toMatchObject({ title: { value: 'A' }, authors: { value: [] } });
  });
});

describe('other conflict copies', () => {
  it('of collections have the articles of both', () => {
    const one = { name: 'A', articleIds: ['1', '2'], modified: '2026-01-01T00:00:00Z' };
    const two = { name: 'B', articleIds: ['3', '2'], modified: '2026-01-02T00:00:00Z' };
    expect(mergeCollections(one, two)).toEqual({
      name: 'B',
      articleIds: ['3', '2', '1'],
      modified: '2026-01-02T00:00:00Z',
    });
    expect(mergeCollections(two, one)).toEqual(mergeCollections(one, two));
  });

  it('of a whole capture become an earlier version; of half a one they stay', async () => {
    const other = await makeTrial();
    const there = await createArchive(other.folder, { ...other.options, random: (count) => randomBytes(count) });
    const changed = trialArticle(1, { archived: '2025-11-05T08:00:00Z', blocks: textBlocks('Anders erfasst.') });
    await there.add([trialCapture(1, { article: changed })]);
    await there.close();
    const from = (name: string) => join(other.folder, 'articles', '2025', id, name);
    await copyFile(from('article.html'), at(copyName('article.html')));
    const path = relative(copyName('article.html'));
    await expect(store.resolveConflict(path, 'merge', 'Kopie')).rejects.toMatchObject({ code: 'unreadable' });
    await copyFile(from('manifest-sha256.txt'), at(copyName('manifest-sha256.txt')));
    await store.resolveConflict(path, 'merge', 'Kopie');
    expect((await store.read(id)).versions.map((version) => version.id)).toEqual(['20251105T080000Z']);
    expect(await store.conflicts()).toEqual([]);
    const report = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    expect([report.changed, report.missing, report.unreadable, report.extra].flat()).toEqual([]);
    await other.remove();
  });
});
