import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchive, type Archive } from './archive.ts';
import { FORMAT_VERSION } from './store/archive-names.ts';
import { restoreBackup } from './store/backup/restore-backup.ts';
import { MIGRATION_STEPS } from './store/migrations/migration-steps.ts';
import { filesBelow } from './store/trial-archive.ts';
import { optionsBelow } from './archive/testing/options-below.ts';

const ARCHIVES = join(import.meta.dirname, 'store/testing/archives');
const FORMATS = readdirSync(ARCHIVES).filter((name) => name.startsWith('format-'));
const WATER = '2026-10-30-die-weser-steigt-51ca4cc4c6';
const MARKET = '2026-10-12-der-markt-zieht-um-4894a018ba';
const LETTER = '2026-11-01-ein-brief-ohne-adresse-25558c0e10';

it('every format that was released has an archive here, and a step that leads on', () => {
  const versions = Array.from({ length: FORMAT_VERSION }, (_, index) => index + 1);
  expect(FORMATS.sort()).toEqual(versions.map((version) => `format-${version}`));
  expect(MIGRATION_STEPS.map(({ from }) => from)).toEqual(versions.slice(0, -1));
});

describe.each(FORMATS)('an archive of %s', (format) => {
  let home = '';
  let archive: Archive;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'nachlese-format-'));
    await cp(join(ARCHIVES, format), join(home, 'archive'), { recursive: true });
    archive = await openArchive(
      join(home, 'archive'),
      optionsBelow(home, { now: () => new Date('2026-11-02T12:00:00Z'), create: 'never' }),
    );
    await archive.inStep();
  });
  afterEach(async () => {
    await archive.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is open for writing, and not a file of it is damaged', async () => {
    expect(await archive.status()).toMatchObject({ access: 'writable', articles: 3, notes: 2, unreadable: [] });
    const report = await archive.verify({ job: 'check', ids: null });
    expect(report).toMatchObject({ changed: [], missing: [], extra: [], unreadable: [], conflicts: [] });
    expect(report.checked).toBeGreaterThan(15);
  });

  it('shows its articles with corrections, state, notes in their places and earlier versions', async () => {
    const water = await archive.openArticle(WATER);
    expect(water.text).toContain('Nach vier Tagen Regen');
    expect(water.article.blocks.map(({ type }) => type)).toEqual(expect.arrayContaining(['heading', 'list', 'quote']));
    expect(water.state).toMatchObject({ tags: ['Fluss'], read: true, starred: true });
    expect(water.notes).toMatchObject([
      { body: 'Wie viele? Die Stadt sagt: **4.000**.', tags: ['prüfen'], placement: { state: 'exact' } },
    ]);
    const [note] = water.notes;
    expect(water.text.slice(note?.selector?.start, note?.selector?.end)).toBe('Sandsäcke füllen');
    expect(water.versions).toHaveLength(1);
    expect((await archive.openVersion(WATER, water.versions[0]?.id ?? '')).text).toContain('Nach drei Tagen Regen');

    const market = await archive.openArticle(MARKET);
    expect(market.article).toMatchObject({ title: 'Der Wochenmarkt zieht um', authors: ['Ada Probe', 'Jan Muster'] });
    expect(market.captured).toMatchObject({ title: 'Der Markt zieht um', authors: ['Ada Probe'] });
    expect(market.article.blocks.some(({ type }) => type === 'footnote')).toBe(true);
    expect((await archive.openArticle(LETTER)).article.url).toBeNull();
  });

  it('is searched, and keeps its collection', async () => {
    const found = await archive.search({ query: 'Sandsack', offset: 0, limit: 10, sort: 'relevance' });
    expect(found.hits.map(({ id }) => id)).toEqual([WATER]);
    expect(await archive.listCollections()).toMatchObject([
      { name: 'Am Wasser', description: 'Was am Fluss geschieht', articleIds: [WATER, MARKET] },
    ]);
  });

  it('gives back what lies in its trash', async () => {
    const entries = await archive.listTrash();
    expect(entries.map(({ kind }) => kind).sort()).toEqual(['article', 'note']);
    await archive.restore(entries.map(({ id }) => id));
    expect(await archive.status()).toMatchObject({ articles: 4, notes: 3 });
    expect((await archive.openArticle(LETTER)).notes).toMatchObject([{ body: 'Gelöschte Notiz' }]);
  });

  it('lets its waiting note join the article it waits for', async () => {
    const text = 'Dieser Artikel kommt noch, hieß es, und nun ist er da.';
    const paste = { title: 'Kommt noch', url: 'https://blatt.example/kommt-noch', publisher: null, published: null };
    const report = await archive.importSources({
      job: 'paste',
      sources: [{ kind: 'paste', paste: { ...paste, authors: [], text, html: null } }],
      format: null,
      tags: [],
      dryRun: false,
    });
    const { notes } = await archive.openArticle(report.imported[0]?.id ?? '');
    expect(notes).toMatchObject([{ body: 'Diese Notiz wartet auf ihren Artikel.', placement: { state: 'exact' } }]);
  });

  it('comes back from a backup byte for byte', async () => {
    const before = join(home, 'archive');
    await archive.backUp({ job: 'backup', folder: join(home, 'backup'), thorough: false });
    await restoreBackup({
      backup: join(home, 'backup'),
      generation: null,
      folder: join(home, 'restored'),
      random: (count) => randomBytes(count),
      progress: () => undefined,
      cancelled: () => false,
    });
    const files = await filesBelow(before);
    expect(await filesBelow(join(home, 'restored'))).toEqual(files);
    for (const path of files)
      expect((await readFile(join(home, 'restored', path))).equals(await readFile(join(before, path))), path).toBe(
        true,
      );
  });
});
