import type { Archive } from '../../src-main/archive.ts';

/** What a process that is interrupted does with an open archive; `path`: what it reads or writes outside of it. */
type ArchiveTask = (archive: Archive, path: string, say: (text: string) => void) => Promise<unknown>;

const ALL = { query: '', articleIds: null, noteIds: null };

export const ARCHIVE_TASKS: Readonly<Record<string, ArchiveTask>> = {
  import: async (archive, path, say) => {
    const sources = [{ kind: 'path' as const, path }];
    const report = await archive.importSources({ job: 'torture', sources, format: null, tags: [], dryRun: false });
    const { imported, merged, skipped, failed } = report;
    say(`imported ${imported.length} merged ${merged.length} skipped ${skipped.length} failed ${failed.length}`);
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
