import { readFile, stat } from 'node:fs/promises';
import type { ImportProgress, ImportReport, ImportRequest } from '#contract';
import { ArchiveError } from '../errors.ts';
import { findSources } from '../import/find-sources.ts';
import type { ImportRecord } from '../import/import-record.ts';
import { MAX_SOURCE_BYTES } from '../import/source-text.ts';
import { message } from '../messages/index.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { ArticleIntake } from './article-intake.ts';
import { articlesInBag, importBags } from './bag-intake.ts';
import type { ImportJournal } from './import-journal.ts';
import { NoteIntake } from './note-intake.ts';
import type { Parts } from './parts.ts';
import { progressPace } from './progress-pace.ts';
import { readPaste } from './read-paste.ts';
import { reportFailure } from './report-failure.ts';

/** One thing to be read: its name in the report, and how to come by its records. */
type Source = { label: string; path: string | null; records: () => AsyncIterable<ImportRecord> };

/**
 * Imports every source; one bad item never stops the rest, and each ends in exactly one list of the report. Throws only
 * when the archive itself can take nothing more and nothing was taken before. `journal` is told what is stored, and what it
 * knows to be stored is not read again.
 */
export async function runImport(
  parts: Parts,
  request: ImportRequest,
  journal: ImportJournal | null = null,
): Promise<ImportReport> {
  const report = emptyReport(request.job);
  const articles = new ArticleIntake(parts, report, request);
  try {
    await importAll(parts, request, journal, { report, articles });
    return report;
  } finally {
    articles.end();
  }
}

async function importAll(
  parts: Parts,
  request: ImportRequest,
  journal: ImportJournal | null,
  { report, articles }: { report: ImportReport; articles: ArticleIntake },
): Promise<void> {
  const notes = new NoteIntake(parts, report, request.dryRun);
  const counted = countSources(request);
  const progress = progressOf(parts, request.job, report, counted);
  const noteStored = async () =>
    journal?.flushed(articles.flushes.done, new Set(report.failed.flatMap(fileOf)), counted.total);
  const loose: (ImportRecord & { kind: 'note' })[] = [];
  const stopped = () => articles.ended !== null || parts.jobs.isStopped(request.job);
  const sources = await importBags(parts, report, request, { articles, notes }, progress);
  for await (const source of sourcesOf(parts, { ...request, sources })) {
    if (articles.ended !== null) {
      // The ledger adds up: what can no longer be stored has failed, for the same reason.
      reportFailure(report, parts, source.label, articles.ended);
      continue;
    }
    if (stopped()) break;
    const seen = source.path === null ? null : ((await journal?.look(source.path)) ?? null);
    if (seen !== null && journal?.isStored(seen) === true) {
      report.skipped.push({
        source: source.label,
        reason: message('report.already-there', parts.language()),
        id: null,
      });
      progress(source.label);
      continue;
    }
    let at = source.label;
    // Notes and collections are filed when all articles are there.
    let isFiledLater = false;
    try {
      for await (const record of source.records()) {
        if (stopped()) break;
        at = record.source;
        if (record.kind === 'failed') reportFailure(report, parts, record.source, record.error);
        // Notes wait until the articles of the same run are there.
        else if (record.kind === 'note') loose.push(record);
        else await articles.take(record.source, record.draft);
        isFiledLater ||= record.kind === 'note' || (record.kind === 'draft' && record.draft.collections.length > 0);
        progress(record.source);
      }
      if (seen !== null && !isFiledLater && !stopped()) journal?.finished(seen, articles.flushes.needed);
      await noteStored();
    } catch (error) {
      articles.endIfLast(error);
      reportFailure(report, parts, at, error);
      progress(at);
    }
  }
  await articles.flush();
  await noteStored();
  if (!request.dryRun) await articles.fileAway();
  for (const record of parts.jobs.isStopped(request.job) ? [] : loose) {
    try {
      if (articles.ended !== null) throw articles.ended;
      await notes.take(record.source, record.note, record.target);
    } catch (error) {
      articles.endIfLast(error);
      reportFailure(report, parts, record.source, error);
    }
  }
  report.cancelled = parts.jobs.isStopped(request.job);
  const taken = report.imported.length + report.merged.length + report.notes.placed + report.notes.waiting;
  // Nothing could be stored: that is a failure of the archive, not of its sources.
  if (articles.ended !== null && taken === 0) throw articles.ended;
  // What is stored is stored; an index that was not saved is brought in step at the next start.
  await parts.index.flush().catch(() => undefined);
  progress.flush();
}

const emptyReport = (job: string): ImportReport => ({
  job,
  imported: [],
  merged: [],
  skipped: [],
  failed: [],
  notes: { placed: 0, waiting: 0 },
  cancelled: false,
});

async function* sourcesOf(parts: Parts, request: ImportRequest): AsyncIterable<Source> {
  for (const source of request.sources) {
    if (source.kind === 'paste') {
      const name = source.name ?? message('report.pasted', parts.language());
      yield {
        label: source.paste.title ?? source.paste.url ?? name,
        path: null,
        records: () => readPaste(source.paste, name, parts.now(), parts.readSource),
      };
    } else if (source.kind === 'upload')
      // Its name is no path to remember it by.
      yield { ...fileSource(parts, request, () => parts.upload(source.upload), source.name, source.name), path: null };
    else yield* pathSources(parts, request, source.path);
  }
}

async function* pathSources(parts: Parts, request: ImportRequest, path: string): AsyncIterable<Source> {
  try {
    for await (const found of findSources([path]))
      yield fileSource(parts, request, () => found.path, found.name, found.path);
  } catch (error) {
    const failed = { kind: 'failed', source: path, error: asArchiveError(error) } as const;
    yield { label: path, path: null, records: () => once(failed) };
  }
}

/** The file a failed source is or is in: records are named after it, with `#` and their place in it. */
const fileOf = ({ source }: { source: string }): string[] => [source, source.slice(0, source.lastIndexOf('#'))];

async function* once(record: ImportRecord): AsyncIterable<ImportRecord> {
  yield await Promise.resolve(record);
}

/** `name`: what its format and title are told by; `label`: what the report calls it, with `#record` in containers. */
function fileSource(parts: Parts, request: ImportRequest, pathOf: () => string, name: string, label: string): Source {
  async function* records(): AsyncIterable<ImportRecord> {
    const path = pathOf();
    const { size } = await stat(path);
    // Refused before a byte of it is read.
    if (size > MAX_SOURCE_BYTES)
      throw new ArchiveError('too-large', { source: label, reason: 'limit-bytes', size, limit: MAX_SOURCE_BYTES });
    const bytes = await readFile(path);
    const options = { format: request.format, now: parts.now(), language: null };
    for await (const record of parts.readSource({ name, bytes }, options)) {
      const within = record.source.startsWith(name) ? record.source.slice(name.length) : '';
      yield { ...record, source: label + within };
    }
  }
  return { label, path: label, records };
}

/** How many files and pastes there are, counted while the first are read; null until it is known. */
function countSources(request: ImportRequest): { total: number | null } {
  const counted: { total: number | null } = { total: null };
  const count = async () => {
    const paths = request.sources.flatMap((source) => (source.kind === 'path' ? [source.path] : []));
    let total = request.sources.length - paths.length;
    for (const path of paths) {
      try {
        const inBag = await articlesInBag(path);
        if (inBag !== null) {
          total += inBag;
          continue;
        }
        const files = findSources([path])[Symbol.asyncIterator]();
        while ((await files.next()).done !== true) total += 1;
      } catch {
        // It is one failure in the report.
        total += 1;
      }
    }
    counted.total = total;
  };
  void count();
  return counted;
}

/** Tells how far the run is, at its pace, and once at the end. */
function progressOf(
  parts: Parts,
  job: string,
  report: ImportReport,
  sources: { total: number | null },
): ((source: string) => void) & { flush(): void } {
  const isTime = progressPace(parts.now);
  let newest: ImportProgress | null = null;
  const send = () => {
    if (newest !== null) parts.emit({ type: 'import-progress', progress: newest });
    newest = null;
  };
  const note = (source: string) => {
    const done = report.imported.length + report.merged.length + report.skipped.length + report.failed.length;
    // A container holds more articles than files were counted.
    const total = sources.total === null ? null : Math.max(sources.total, done);
    newest = { job, done, total, failed: report.failed.length, source };
    if (isTime()) send();
  };
  return Object.assign(note, { flush: send });
}
