import { createContext } from 'svelte';
import type { ImportProgress, ImportReport, ImportSource, InterruptedImport, PastedArticle } from '#contract';
import { archive, onArchiveEvent, pathOfFile, uploadFile } from '../archive-client.ts';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';

export type ImportJob = {
  id: string;
  /** While files are still being sent to the browser door. */
  sending: { done: number; total: number } | null;
  progress: ImportProgress | null;
  /** null while it runs. */
  report: ImportReport | null;
  undone: boolean;
};

/** Imports that run or ran in this session, newest first. They go on while the user reads. */
export class Importing {
  #jobs: ImportJob[] = $state.raw([]);
  #paste: Partial<PastedArticle> | null = $state.raw(null);
  #interrupted: InterruptedImport[] = $state.raw([]);
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get jobs(): readonly ImportJob[] {
    return this.#jobs;
  }
  get running(): ImportJob | null {
    return this.#jobs.find((job) => !job.report) ?? null;
  }
  /** Imports that a killed program left half; its owner goes on with them or forgets them. */
  get interrupted(): readonly InterruptedImport[] {
    return this.#interrupted;
  }
  /** 0–100 of what runs; null: nothing runs, or its size is unknown. */
  get percent(): number | null {
    const progress = this.running?.progress;
    return progress?.total ? Math.round((progress.done / progress.total) * 100) : null;
  }
  /** What the paste form starts with; null: it is closed. */
  get paste(): Partial<PastedArticle> | null {
    return this.#paste;
  }

  /** Follows the progress of all imports; the answer stops it. */
  listen(): () => void {
    return onArchiveEvent((event) => {
      if (event.type === 'import-progress') this.#change(event.progress.job, { progress: event.progress });
      if (event.type === 'open-request' && event.paths.length) this.importPaths(event.paths);
    });
  }

  startPaste(article: Partial<PastedArticle> = {}): void {
    this.#paste = article;
  }
  endPaste(): void {
    this.#paste = null;
  }

  /** Imports files and folders by their path on this machine. */
  importPaths(paths: string[]): void {
    void this.#run(paths.map((path) => ({ kind: 'path', path })));
  }

  /** Imports files that were dropped or chosen: by path where the door knows it, else by sending them. */
  async importFiles(files: readonly File[]): Promise<void> {
    const paths = files.map((file) => pathOfFile(file));
    if (paths.every(Boolean)) {
      this.importPaths(paths);
      return;
    }
    const id = this.#begin({ done: 0, total: files.length });
    const sources: ImportSource[] = [];
    for (const file of files) {
      const upload = await this.#workspace.attempt(() => uploadFile(file));
      // Cancelled while it was sent, also where it was the last.
      if (this.#find(id)?.report) return;
      if (upload !== null) sources.push({ kind: 'upload', upload, name: file.webkitRelativePath || file.name });
      this.#change(id, { sending: { done: sources.length, total: files.length } });
    }
    await this.#run(sources, id);
  }

  /** Saves what was typed or pasted as one article and opens it; false: it was refused, the form stays. */
  async importPaste(paste: PastedArticle, tags: string[]): Promise<boolean> {
    const report = await this.#run([{ kind: 'paste', paste }], null, tags);
    if (!report) return false;
    const refused = report.failed[0] ?? report.skipped[0];
    if (refused) this.#workspace.announce(refused.reason);
    // What was there already is what one wanted to read, too.
    const id = report.imported[0]?.id ?? report.merged[0]?.id ?? report.skipped[0]?.id;
    if (!id) return false;
    this.#workspace.open(id);
    return true;
  }

  /** Asks whether imports were left half; when a window opens, and when it shows another archive. */
  async lookForInterrupted(): Promise<void> {
    // Nobody asked for it: a failure is told with the next thing somebody does.
    this.#interrupted = await archive.interruptedImports().catch(() => []);
  }

  /** Goes on with an import that was left half. */
  async resume(id: string): Promise<void> {
    this.#interrupted = this.#interrupted.filter((one) => one.id !== id);
    await this.#finish(this.#begin(null), (job) => archive.resumeImport(id, job));
    await this.lookForInterrupted();
  }

  /** Forgets an import that was left half; what it brought stays. */
  async discard(id: string): Promise<void> {
    await this.#workspace.attempt(() => archive.discardImport(id));
    await this.lookForInterrupted();
  }

  cancel(job: ImportJob): void {
    if (job.sending && !job.progress) {
      this.#change(job.id, { report: { ...emptyReport(job.id), cancelled: true } });
      return;
    }
    void this.#workspace.attempt(() => archive.cancelJob(job.id));
  }

  /** Moves everything an import brought into the trash. */
  async undo(id: string): Promise<void> {
    const answer = await this.#workspace.attempt(() => archive.undoImport(id));
    if (!answer) return;
    this.#change(id, { undone: true });
    this.#workspace.announce(t('importing.undone', { count: answer.removed }));
  }

  #find(id: string): ImportJob | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  #change(id: string, change: Partial<ImportJob>): void {
    this.#jobs = this.#jobs.map((job) => (job.id === id ? { ...job, ...change } : job));
  }

  #begin(sending: ImportJob['sending']): string {
    const id = crypto.randomUUID();
    this.#jobs = [{ id, sending, progress: null, report: null, undone: false }, ...this.#jobs];
    return id;
  }

  async #run(sources: ImportSource[], begun: string | null = null, tags: string[] = []): Promise<ImportReport | null> {
    const id = begun ?? this.#begin(null);
    this.#change(id, { sending: null });
    return this.#finish(id, (job) => archive.importSources({ job, sources, format: null, tags, dryRun: false }));
  }

  async #finish(id: string, run: (job: string) => Promise<ImportReport>): Promise<ImportReport | null> {
    const report = await this.#workspace.attempt(() => run(id));
    if (!report) {
      this.#jobs = this.#jobs.filter((job) => job.id !== id);
      return null;
    }
    this.#change(id, { report });
    this.#tell(report);
    return report;
  }

  #tell(report: ImportReport): void {
    const [brought, merged] = [report.imported.length, report.merged.length];
    if (brought > 0) {
      const undo = () => this.undo(report.job);
      this.#workspace.announce(t('importing.brought', { count: brought + merged }), { undo });
    } else if (merged > 0) {
      // Only what is new is taken back; there is nothing to offer.
      this.#workspace.announce(t('importing.renewed', { count: merged }));
    } else if (this.#workspace.view !== 'import') this.#workspace.announce(t('importing.nothingNew'));
  }
}

function emptyReport(job: string): ImportReport {
  return {
    job,
    imported: [],
    merged: [],
    skipped: [],
    failed: [],
    notes: { placed: 0, waiting: 0 },
    cancelled: false,
  };
}

export const [getImporting, setImporting] = createContext<Importing>();
