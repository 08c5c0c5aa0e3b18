import type { Archive } from '../../src-main/archive.ts';
import { ArchiveError } from '../../src-main/errors.ts';
import { trialArticle, trialNote } from '../../src-main/store/trial-archive.ts';
import type { ImportReport, ImportSource } from '#contract';

/** What a process that is interrupted does with an open archive; `path`: what it reads or writes outside of it. */
type ArchiveTask = (archive: Archive, path: string, say: (text: string) => void) => Promise<unknown>;

const ALL = { query: '', articleIds: null, noteIds: null };

/** Imports, and fails as the first of what could not be imported. */
async function importAll(archive: Archive, source: ImportSource): Promise<ImportReport> {
  const report = await archive.importSources({
    ...{ job: 'torture', sources: [source] },
    ...{ format: null, tags: ['neu'], dryRun: false },
  });
  const [first] = report.failed;
  if (first !== undefined) throw new ArchiveError(first.code, { path: first.source, reason: first.reason });
  return report;
}

const PASTE = {
  ...{ title: 'Eingefügt', url: 'https://zeitung.example/neu', publisher: 'Zeitung', published: '2025-10-05' },
  ...{ authors: ['Anna Muster'], text: `Ein Absatz.\n\n${'Noch ein Satz. '.repeat(20)}`, html: null },
};

const article = (number: number) => trialArticle(number).id;
const noteOf = (number: number) => trialNote('', number).id;

/**
 * Single changes to the archive of a {@link TaskPlace}, through all that belongs to it: files, index, lists. What is
 * acknowledged must be so afterwards.
 */
export const CHANGES: Readonly<Record<string, ArchiveTask>> = {
  save: (archive) => importAll(archive, { kind: 'paste', paste: PASTE }),
  tag: (archive) => archive.tagArticles([article(3)], ['neu'], []),
  note: (archive) =>
    archive.createNote({
      ...{ articleId: article(3), range: { start: 0, end: 8 }, color: 'wheat' },
      ...{ body: 'neu', tags: [] },
    }),
  'edit-note': async (archive) => {
    const { notes } = await archive.openArticle(article(1));
    const note = notes.find(({ id }) => id === noteOf(1));
    return archive.editNote(noteOf(1), { body: 'anders' }, note?.revision ?? '');
  },
  'delete-note': (archive) => archive.deleteNotes([noteOf(1)]),
  delete: (archive) => archive.deleteArticles([article(1)]),
  'bring-back': (archive) => archive.restore([article(4)]),
  erase: (archive) => archive.deleteForever([article(1)]),
  'restore-version': async (archive) => {
    const [earlier] = (await archive.openArticle(article(2))).versions;
    return archive.restoreVersion(article(2), earlier?.id ?? '');
  },
};

export const ARCHIVE_TASKS: Readonly<Record<string, ArchiveTask>> = {
  ...CHANGES,
  import: async (archive, path, say) => {
    const { imported, merged, skipped } = await importAll(archive, { kind: 'path', path });
    say(`imported ${imported.length} merged ${merged.length} skipped ${skipped.length} failed 0`);
  },
  /** All articles in one file, over what was there. */
  export: async (archive, path) => {
    await archive.inStep();
    return archive.writeExport({ what: 'articles', format: 'markdown', shape: 'one', ...ALL }, path, true);
  },
  /** All notes, a file for each article. */
  'export-notes': async (archive, path) => {
    await archive.inStep();
    return archive.writeExport({ what: 'notes', format: 'markdown', shape: 'many', ...ALL }, path, false);
  },
  bag: async (archive, path) => {
    await archive.inStep();
    return archive.writeExport({ what: 'archive', format: 'bag', shape: 'many', ...ALL }, path, false);
  },
  backup: (archive, path) => archive.backUp({ job: 'torture', folder: path, thorough: false }),
  rebuild: async (archive) => {
    await archive.inStep();
    await archive.rebuild();
  },
  /** Index and catalogue are gone: opening makes them. */
  reopen: (archive) => archive.inStep(),
};
