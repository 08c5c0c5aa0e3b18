import type { ArchiveApi, ImportReport, ImportRequest } from '#contract';
import { ArchiveError } from '../errors.ts';
import { importFormats } from '../import/import-formats.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { isLast } from './article-intake.ts';
import type { ImportHistory } from './import-history.ts';
import type { ImportJournal, ImportJournals } from './import-journal.ts';
import { requireRoom } from './import-room.ts';
import { runImport } from './import-run.ts';
import type { Parts } from './parts.ts';
import type { SharedTurns } from './shared-turns.ts';

type ImportCalls = Pick<
  ArchiveApi,
  'importSources' | 'importFormats' | 'interruptedImports' | 'resumeImport' | 'discardImport' | 'undoImport'
>;

type Imports = {
  history: ImportHistory;
  journals: ImportJournals;
  /** Resolves when index and folder agree: what is there must be known before something comes. */
  agree: () => Promise<void>;
  /** Imports go on beside each other, but not beside what makes the index forget. */
  turns: SharedTurns;
  /** There may be less room on the disk now. */
  stored: () => void;
};

/** Bringing articles and notes in, going on with what was interrupted, and taking back what came. */
export function importCalls(parts: Parts, { history, journals, agree, turns, stored }: Imports): ImportCalls {
  /** `resumed`: the journal of an import that goes on. */
  const run = (request: ImportRequest, resumed: ImportJournal | null): Promise<ImportReport> =>
    turns.share(() => runNow(request, resumed));

  const runNow = async (request: ImportRequest, resumed: ImportJournal | null): Promise<ImportReport> => {
    await agree();
    if (!request.dryRun) requireWritable(parts.store);
    await requireRoom(parts.store, request);
    const journal = resumed ?? (await journals.begin(request, parts.upload));
    try {
      const report = await runImport(parts, request, journal);
      // One that ended because nothing could be stored any more, or the archive is being closed, is offered again.
      if (!parts.jobs.isEnded && !report.failed.some(({ code }) => isLast(code))) await journal?.end();
      if (!request.dryRun) history.add(report);
      stored();
      parts.emit({ type: 'changed', articleIds: null });
      return report;
    } finally {
      journal?.leave();
    }
  };

  return {
    importSources: (request) => parts.jobs.run(request.job, () => run(request, null)),
    interruptedImports: () => journals.interrupted(),
    resumeImport: (id, job) =>
      parts.jobs.run(job, async () => {
        const { request, journal } = await journals.resume(id, job);
        return run(request, journal).finally(() => {
          journal.leave();
        });
      }),
    discardImport: (id) => journals.discard(id),
    undoImport: (job) => history.undo(job, parts),
    importFormats: () => {
      const language = parts.language();
      return Promise.resolve(
        importFormats.map(({ name, extensions, label }) => ({
          name,
          extensions: [...extensions],
          label: label[language],
        })),
      );
    },
  };
}

/** Refuses before a source is read what could not be stored anyway. */
function requireWritable(store: ArchiveStore): void {
  const access = store.access();
  // Where an archive moved to only its store can say.
  if (access !== 'writable' && access !== 'moved')
    throw new ArchiveError(`archive-${access}`, { folder: store.folder });
}
