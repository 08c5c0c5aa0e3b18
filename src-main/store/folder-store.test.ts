import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive, openStore } from './open-store.ts';
import { sealedBytes } from './sealed-json.ts';
import {
  filesBelow,
  makeTrial,
  trialArticle,
  trialAsset,
  trialCapture,
  trialNote,
  type Trial,
} from './trial-archive.ts';

let trial: Trial;
let store: ArchiveStore;
const articleFolder = (id: string) => join(trial.folder, 'articles', id.slice(0, 4), id);

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('an article', () => {
  it('is read back as it was added, after closing too', async () => {
    const asset = trialAsset();
    const article = trialArticle(1, {
      assets: [{ name: asset.name, mediaType: asset.mediaType, size: asset.bytes.length, width: 1, height: 1 }],
    });
    const state = { ...trialCapture(1).state, tags: ['Gipfel'], starred: true };
    const note = trialNote(article.id, 1);
    const [added] = await store.add([trialCapture(1, { article, assets: [asset], state, notes: [note] })]);
    expect(added).toMatchObject({ ok: true });
    await store.close();
    store = await openStore(trial.folder, trial.options);
    const stored = await store.read(article.id);
    expect(stored.article).toEqual(article);
    expect(stored.state).toEqual(state);
    expect(stored.notes).toEqual([{ ...note, revision: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
    expect(stored).toMatchObject({ unreadableNotes: [], versions: [] });
    expect(await store.scan()).toEqual([{ id: article.id, stamp: added?.ok === true ? added.stamp : null }]);
    expect(await store.asset(article.id, asset.name)).toMatchObject({
      mediaType: 'image/png',
      size: asset.bytes.length,
    });
  });

  it('lies in its folder as the format says, with a manifest of the capture alone', async () => {
    const { id } = trialArticle(1);
    const state = { ...trialCapture(1).state, read: true };
    await store.add([trialCapture(1, { state, notes: [trialNote(id, 1)] })]);
    expect(await filesBelow(articleFolder(id))).toEqual([
      'article.html',
      'manifest-sha256.txt',
      `notes/${trialNote(id, 1).id}.json`,
      'original.txt',
      'state.json',
    ]);
    const manifest = await readFile(join(articleFolder(id), 'manifest-sha256.txt'), 'utf8');
    expect(manifest).toMatch(/^[0-9a-f]{64} {2}article\.html\n[0-9a-f]{64} {2}original\.txt\n$/);
  });

  it('has no state file and no empty folder where there is nothing to say', async () => {
    await store.add([trialCapture(1)]);
    expect(await filesBelow(articleFolder(trialArticle(1).id))).toEqual([
      'article.html',
      'manifest-sha256.txt',
      'original.txt',
    ]);
  });

  it('is never written over: a second one with its id is refused, the others of the batch are done', async () => {
    await store.add([trialCapture(1)]);
    const before = await readFile(join(articleFolder(trialArticle(1).id), 'article.html'));
    const results = await store.add([
      trialCapture(1, { article: trialArticle(1, { kicker: 'neu' }) }),
      trialCapture(2),
    ]);
    expect(results).toMatchObject([{ ok: false, error: { code: 'exists' } }, { ok: true }]);
    expect(await readFile(join(articleFolder(trialArticle(1).id), 'article.html'))).toEqual(before);
  });

  it('is not put over an empty folder either, which a rename would do without a word', async () => {
    await mkdir(articleFolder(trialArticle(1).id), { recursive: true });
    expect(await store.add([trialCapture(1)])).toMatchObject([{ ok: false, error: { code: 'exists' } }]);
  });

  it('is no article without its manifest: a sync client may be bringing it', async () => {
    await store.add([trialCapture(1)]);
    const { id } = trialArticle(1);
    await rm(join(articleFolder(id), 'manifest-sha256.txt'));
    expect(await store.scan()).toEqual([]);
    expect(await store.exists(id)).toBe(false);
    await expect(store.read(id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(['../2025', '2025-a/../../x', '2025-..', '', '2025', 'C:\\x', '2025-Ä'])(
    'is not looked for as %j',
    async (id) => {
      await expect(store.read(id)).rejects.toMatchObject({ code: 'bad-argument' });
      expect(await store.exists(id)).toBe(false);
      const [added] = await store.add([trialCapture(1, { article: trialArticle(1, { id }) })]);
      expect(added).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    },
  );

  it.each(['article.html', 'manifest-sha256.txt', 'state.json'])(
    'whose %s is a link out of the archive is not read through it',
    async (name) => {
      const { id } = trialArticle(1);
      await store.add([trialCapture(1, { state: { ...trialCapture(1).state, read: true } })]);
      const outside = join(trial.root, name);
      await writeFile(outside, await readFile(join(articleFolder(id), name)));
      await rm(join(articleFolder(id), name));
      await symlink(outside, join(articleFolder(id), name));
      if (name === 'manifest-sha256.txt')
        expect(
          (
            await store.verify(
              null,
              () => undefined,
              () => false,
            )
          ).unreadable,
        ).toHaveLength(1);
      else if (name === 'state.json')
        expect(await store.read(id)).toMatchObject({
          unreadableState: 'not a regular file',
          state: trialCapture(1).state,
        });
      else await expect(store.read(id)).rejects.toMatchObject({ code: 'unreadable' });
    },
  );

  it('whose files are pipes is unreadable, and nobody waits for them', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    for (const name of ['article.html', 'original.txt']) {
      await rm(join(articleFolder(id), name));
      execFileSync('mkfifo', [join(articleFolder(id), name)]);
    }
    await expect(store.read(id)).rejects.toMatchObject({ code: 'unreadable' });
    const report = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    expect(report.unreadable).toHaveLength(2);
  });

  it('that is a link to a folder elsewhere is not there', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    await rename(articleFolder(id), join(trial.root, 'elsewhere'));
    await symlink(join(trial.root, 'elsewhere'), articleFolder(id));
    expect(await store.scan()).toEqual([]);
    await expect(store.read(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a damaged file', () => {
  it.each([
    ['an empty article', 'article.html', ''],
    ['a cut article', 'article.html', '<!doctype html><html><head>'],
    ['bytes that are no UTF-8', 'article.html', Buffer.from([0xff, 0xfe, 0x00])],
  ])('is an error about that article, and stays as it is: %s', async (_, name, content) => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1), trialCapture(2)]);
    await writeFile(join(articleFolder(id), name), content);
    await expect(store.read(id)).rejects.toMatchObject({
      code: 'unreadable',
      values: { path: join(articleFolder(id), name) },
    });
    await expect(store.writeNote(trialNote(id, 1), null)).rejects.toMatchObject({ code: 'unreadable' });
    expect(await readFile(join(articleFolder(id), name))).toEqual(Buffer.from(content));
    await expect(store.read(trialArticle(2).id)).resolves.toBeDefined();
  });

  it.each([
    ['that is empty', '', 'JSON'],
    ['that is a list', '[]', 'no JSON object'],
    ['of another shape', '{"tags":{"value":"x","changed":"2025"}}', 'tags.value'],
    ['without a digest', '{"tags":{"value":["x"],"changed":"2025"}}', 'SHA-256'],
    ['with a flipped bit', null, 'SHA-256'],
  ])(
    'is named where it is a state %s: nothing of it is used, and no change seals it anew',
    async (_, content, reason) => {
      const { id } = trialArticle(1);
      await store.add([trialCapture(1, { state: { ...trialCapture(1).state, tags: ['wahr'] } })]);
      const path = join(articleFolder(id), 'state.json');
      const damaged = content ?? (await readFile(path, 'utf8')).replace('wahr', 'wair');
      await writeFile(path, damaged);
      const { article, state, unreadableState } = await store.read(id);
      expect(article.id).toBe(id);
      expect({ state, unreadableState }).toEqual({ state: trialCapture(1).state, unreadableState: reason });
      await expect(store.changeState(id, (one) => ({ ...one, read: true }))).rejects.toMatchObject({
        code: 'unreadable',
        values: { path, reason },
      });
      expect(await readFile(path, 'utf8')).toBe(damaged);
    },
  );

  it('is named where it is a note; the other notes are read', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1, { notes: [trialNote(id, 1), trialNote(id, 2)] })]);
    const path = join(articleFolder(id), 'notes', `${trialNote(id, 1).id}.json`);
    await writeFile(path, '{"half":');
    const { notes, unreadableNotes } = await store.read(id);
    expect(notes.map((note) => note.id)).toEqual([trialNote(id, 2).id]);
    expect(unreadableNotes).toEqual([{ file: `${trialNote(id, 1).id}.json`, reason: 'JSON' }]);
    await expect(store.writeNote(trialNote(id, 1), null)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(store.writeNote(trialNote(id, 1), 'x')).rejects.toMatchObject({ code: 'unreadable' });
    expect(await readFile(path, 'utf8')).toBe('{"half":');
  });
});

describe('the state', () => {
  it('gives only what differs a new time, and keeps fields it does not know', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1, { state: { ...trialCapture(1).state, tags: ['a'] } })]);
    const path = join(articleFolder(id), 'state.json');
    const former = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, sealedBytes({ ...former, pinned: { value: true, changed: '2026-01-01' } }));
    await store.close();
    store = await openStore(trial.folder, { ...trial.options, now: () => new Date('2026-11-23T00:00:00Z') });
    expect(await store.changeState(id, (state) => ({ ...state, read: true }))).toMatchObject({
      tags: ['a'],
      read: true,
    });
    const written = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    expect(written).toMatchObject({
      tags: { value: ['a'], changed: '2026-11-22T12:00:00.000Z' },
      read: { value: true, changed: '2026-11-23T00:00:00.000Z' },
      pinned: { value: true },
    });
    expect(
      (
        await store.verify(
          [id],
          () => undefined,
          () => false,
        )
      ).changed,
    ).toEqual([]);
  });

  it('gives the later change the later time, also when the clock went back', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1, { state: { ...trialCapture(1).state, tags: ['a'] } })]);
    await store.close();
    store = await openStore(trial.folder, { ...trial.options, now: () => new Date('1970-01-01T00:00:00Z') });
    await store.changeState(id, (state) => ({ ...state, tags: ['b'] }));
    const written = JSON.parse(await readFile(join(articleFolder(id), 'state.json'), 'utf8')) as {
      tags: { changed: string };
    };
    expect(written.tags.changed).toBe('2026-11-22T12:00:00.001Z');
  });

  it('keeps corrections each with its own time', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    const none = trialCapture(1).state.corrections;
    await store.changeState(id, (state) => ({ ...state, corrections: { ...none, title: 'Richtig' } }));
    expect((await store.read(id)).state.corrections).toEqual({ ...none, title: 'Richtig' });
    expect((await store.read(id)).article.title).toBe('Artikel 1');
  });

  it('is not written where nothing changes', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    await store.changeState(id, (state) => ({ ...state }));
    expect(await filesBelow(articleFolder(id))).not.toContain('state.json');
  });
});

describe('the stamp', () => {
  it('changes with the article, its state, its notes, and a note edited in place by another program', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    const seen = new Set([await store.stamp(id)]);
    await store.changeState(id, (state) => ({ ...state, read: true }));
    seen.add(await store.stamp(id));
    const note = await store.writeNote(trialNote(id, 1), null);
    seen.add(await store.stamp(id));
    await store.writeNote({ ...note, body: 'x' }, note.revision);
    seen.add(await store.stamp(id));
    const path = join(articleFolder(id), 'notes', `${note.id}.json`);
    await utimes(path, new Date(), new Date('2020-01-01'));
    seen.add(await store.stamp(id));
    expect(seen.size).toBe(5);
  });
});
