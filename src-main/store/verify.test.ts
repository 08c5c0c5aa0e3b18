import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive } from './open-store.ts';
import {
  filesBelow,
  makeTrial,
  textBlocks,
  trialArticle,
  trialAsset,
  trialCapture,
  trialNote,
  type Trial,
} from './trial-archive.ts';

let trial: Trial;
let store: ArchiveStore;
const { id } = trialArticle(1);
const asset = trialAsset();

const verify = (ids: string[] | null = null) =>
  store.verify(
    ids,
    () => undefined,
    () => false,
  );
const damage = async () => {
  const { changed, missing, extra, unreadable, conflicts } = await verify();
  return { changed, missing, extra, unreadable, conflicts };
};
const clean = { changed: [], missing: [], extra: [], unreadable: [], conflicts: [] };

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
  const article = trialArticle(1, {
    assets: [{ name: asset.name, mediaType: asset.mediaType, size: asset.bytes.length, width: null, height: null }],
  });
  const state = { ...trialCapture(1).state, tags: ['Gipfel'] };
  await store.add([trialCapture(1, { article, assets: [asset], notes: [trialNote(id, 1)], state }), trialCapture(2)]);
  const later = trialArticle(2, { archived: '2025-12-01', blocks: textBlocks('neu') });
  await store.addVersion(later.id, trialCapture(2, { article: later }));
  await store.writeCollection({
    id: '11111111-1111-4111-8111-111111111111',
    name: 'Dossier',
    description: '',
    articleIds: [id],
    modified: '2026-01-01T00:00:00Z',
  });
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

/** Files that verify vouches for. */
const vouchedFor = async () =>
  (await filesBelow(trial.folder)).filter((path) => /^(articles|collections|archive\.json)/.test(path));

describe('verifying', () => {
  it('finds nothing in a sound archive, looks at every file and changes none', async () => {
    const files = await filesBelow(trial.folder);
    let last = 0;
    const report = await store.verify(
      null,
      (checked) => (last = checked),
      () => false,
    );
    expect(report).toMatchObject({ ...clean, finished: '2026-11-22T12:00:00.000Z' });
    expect(report.checked).toBe((await vouchedFor()).length);
    expect(last).toBe(report.checked);
    expect(await filesBelow(trial.folder)).toEqual(files);
  });

  it('finds every flipped bit, in whatever file and place', async () => {
    for (const path of await vouchedFor()) {
      const whole = await readFile(join(trial.folder, path));
      for (let flip = 0; flip < 24; flip += 1) {
        const bytes = Buffer.from(whole);
        const at = flip < 4 ? flip : flip < 8 ? whole.length + 3 - flip : (flip * 7919) % whole.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (flip % 8)), at);
        await writeFile(join(trial.folder, path), bytes);
        // The archive refuses to work at all without its marker.
        if (path === 'archive.json') await damageOrVanished(path, at);
        else expect(await damage(), `${path} at ${at}`).not.toEqual(clean);
      }
      await writeFile(join(trial.folder, path), whole);
    }
    expect(await damage()).toEqual(clean);
  });

  async function damageOrVanished(path: string, at: number) {
    const found = await damage().catch((error: unknown) => (error as { code: string }).code);
    expect(found, `${path} at ${at}`).not.toEqual(clean);
  }

  it('names a changed, a cut, a missing and an unlisted file', async () => {
    const folder = `articles/2025/${id}`;
    await writeFile(join(trial.folder, folder, 'article.html'), 'anders');
    await truncate(join(trial.folder, folder, 'original.txt'), 10);
    await rm(join(trial.folder, folder, 'assets', asset.name));
    await writeFile(join(trial.folder, folder, 'assets', 'fremd.txt'), 'x');
    await writeFile(join(trial.folder, folder, 'fremd.txt'), 'x');
    await writeFile(join(trial.folder, folder, 'state.json'), '{');
    await writeFile(join(trial.folder, 'articles', 'fremd.txt'), 'x');
    expect(await damage()).toEqual({
      changed: [`${folder}/article.html`, `${folder}/original.txt`],
      missing: [`${folder}/assets/${asset.name}`],
      extra: [`${folder}/assets/fremd.txt`, `${folder}/fremd.txt`, 'articles/fremd.txt'],
      unreadable: [`${folder}/state.json`],
      conflicts: [],
    });
  });

  it('names a manifest that is gone or no manifest any more', async () => {
    const manifest = `articles/2025/${id}/manifest-sha256.txt`;
    await rm(join(trial.folder, manifest));
    expect(await damage()).toMatchObject({ missing: [manifest] });
    await writeFile(join(trial.folder, manifest), 'zzz  article.html\n');
    expect(await damage()).toMatchObject({ unreadable: [manifest] });
    await writeFile(join(trial.folder, manifest), `${'0'.repeat(64)}  ../../../archive.json\n`);
    expect(await damage()).toMatchObject({ unreadable: [manifest] });
  });

  it('finds a digest in upper case, which a flipped bit makes', async () => {
    const path = join(trial.folder, 'articles', '2025', id, 'manifest-sha256.txt');
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replace(/[a-f]/, (digit) => digit.toUpperCase()),
    );
    expect(await damage()).toMatchObject({ changed: [expect.stringContaining(id) as string] });
  });

  it('tells conflict copies from damage, and leaves out what systems put there', async () => {
    const folder = `articles/2025/${id}`;
    const note = `${folder}/notes/${trialNote(id, 1).id}`;
    await cp(
      join(trial.folder, `${note}.json`),
      join(trial.folder, `${note}.sync-conflict-20260101-120000-ABCDEFG.json`),
    );
    await cp(
      join(trial.folder, folder, 'article.html'),
      join(trial.folder, folder, "article (Anna's conflicted copy 2026-01-01).html"),
    );
    for (const name of ['.DS_Store', 'desktop.ini', 'Thumbs.db'])
      await writeFile(join(trial.folder, folder, name), 'x');
    expect(await damage()).toEqual({
      ...clean,
      conflicts: [
        `${folder}/article (Anna's conflicted copy 2026-01-01).html`,
        `${note}.sync-conflict-20260101-120000-ABCDEFG.json`,
      ],
    });
  });

  it('looks at the articles it is asked for, and knows when there is none', async () => {
    await writeFile(join(trial.folder, 'articles', '2025', id, 'article.html'), 'anders');
    expect(await verify([trialArticle(2).id])).toMatchObject(clean);
    expect((await verify([id])).changed).toHaveLength(1);
    await expect(verify([trialArticle(3).id])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('can be cancelled', async () => {
    await expect(
      store.verify(
        null,
        () => undefined,
        () => true,
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
