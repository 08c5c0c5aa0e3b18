import { join, relative } from 'node:path';
import type { ImportReport, ImportRequest, ImportSource } from '#contract';
import type { Draft } from '../article/draft.ts';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import type { StoredArticle } from '../store/archive-store.ts';
import { BagContents } from '../store/bag/bag-contents.ts';
import type { BagReport } from '../store/bag/bag-report.ts';
import { isBagFolder, verifyBag } from '../store/bag/verify-bag.ts';
import { endsTheRun, type ArticleIntake } from './article-intake.ts';
import { addressOf } from './index-entry.ts';
import type { NoteIntake } from './note-intake.ts';
import { plainText } from '../article/plain-text.ts';
import { textHash } from '../article/text-hash.ts';
import type { Parts } from './parts.ts';
import { claimOf } from './record-claims.ts';
import { reportFailure } from './report-failure.ts';

/** Articles committed together. */
const BATCH = 32;

type Taken = { id: string; folder: string; title: string; source: string; giveUp: () => void };

/**
 * Bags among the sources of an import. Each is checked whole before anything of it is taken. Those of an archive come in
 * article by article, byte for byte; of others the payload is read like any folder. Resolves to the sources that are left.
 */
export async function importBags(
  parts: Parts,
  report: ImportReport,
  request: ImportRequest,
  intake: { articles: ArticleIntake; notes: NoteIntake },
  progress: (source: string) => void,
): Promise<ImportSource[]> {
  const rest: ImportSource[] = [];
  for (const source of request.sources) {
    if (source.kind !== 'path') {
      rest.push(source);
      continue;
    }
    try {
      if (!(await isBagFolder(source.path))) {
        rest.push(source);
        continue;
      }
      if (intake.articles.ended !== null) throw intake.articles.ended;
      const checked = await verifyBag(source.path, undefined, () => parts.jobs.isStopped(request.job));
      requireWhole(checked, source.path);
      const contents = new BagContents(source.path);
      if (await contents.isArchive())
        await new BagIntake(parts, report, request, intake, source.path, progress).take(contents, checked);
      else rest.push({ kind: 'path', path: join(source.path, 'data') });
    } catch (error) {
      intake.articles.endIfLast(error);
      // Asked to stop: what was taken stays, and the report says so.
      if (asArchiveError(error).code !== 'cancelled') reportFailure(report, parts, source.path, error);
    }
  }
  return rest;
}

/** How many articles a bag of an archive brings; null: the folder is no such bag. */
export async function articlesInBag(path: string): Promise<number | null> {
  if (!(await isBagFolder(path))) return null;
  const contents = new BagContents(path);
  return (await contents.isArchive()) ? (await contents.articleIds()).length : null;
}

/** A bag that is none, or whose list cannot be trusted, is refused; damage to single files only costs their articles. */
function requireWhole({ problems, valid, changed, missing, extra, unreadable }: BagReport, bag: string): void {
  // Where files are damaged, their sum is wrong with them.
  const isExplained = changed.length + missing.length + extra.length > 0;
  const problem = problems.find((one) => one.problem !== 'oxum' || !isExplained);
  if (problem !== undefined)
    throw new ArchiveError('malformed-input', { source: bag, reason: `BagIt: ${problem.problem}: ${problem.path}` });
  const tagFile = [...missing, ...extra, ...unreadable].find((path) => !path.startsWith('data/'));
  if (!valid && tagFile !== undefined)
    throw new ArchiveError('malformed-input', { source: bag, reason: `BagIt: ${tagFile}` });
}

class BagIntake {
  readonly #parts: Parts;
  readonly #report: ImportReport;
  readonly #request: ImportRequest;
  readonly #intake: { articles: ArticleIntake; notes: NoteIntake };
  readonly #bag: string;
  readonly #progress: (source: string) => void;
  #pending: Taken[] = [];

  constructor(
    parts: Parts,
    report: ImportReport,
    request: ImportRequest,
    intake: { articles: ArticleIntake; notes: NoteIntake },
    bag: string,
    progress: (source: string) => void,
  ) {
    this.#parts = parts;
    this.#report = report;
    this.#request = request;
    this.#intake = intake;
    this.#bag = bag;
    this.#progress = progress;
  }

  async take(contents: BagContents, checked: BagReport): Promise<void> {
    try {
      await this.#takeAll(contents, checked);
    } finally {
      for (const { giveUp } of this.#pending.splice(0)) giveUp();
    }
  }

  async #takeAll(contents: BagContents, checked: BagReport): Promise<void> {
    const damage = damageByFolder(checked);
    const inTrash = new Set((await this.#parts.store.listTrash()).map(({ articleId }) => hashPart(articleId ?? '')));
    for (const id of await contents.articleIds()) {
      if (this.#parts.jobs.isStopped(this.#request.job)) break;
      const folder = contents.folder(id);
      const source = join(this.#bag, relative(this.#bag, folder));
      try {
        const damaged = damage.get(`data/articles/${id.slice(0, 4)}/${id}`);
        if (damaged !== undefined) throw new ArchiveError('unreadable', { path: damaged, reason: 'SHA-256' });
        await this.#article(contents, id, source, inTrash);
      } catch (error) {
        if (endsTheRun(error)) throw error;
        reportFailure(this.#report, this.#parts, source, error);
      }
      this.#progress(source);
    }
    await this.#flush();
    if (!this.#request.dryRun) await this.#besides(contents);
  }

  async #article(contents: BagContents, id: string, source: string, inTrash: ReadonlySet<string>): Promise<void> {
    const { index, store } = this.#parts;
    const stored = await contents.read(id);
    const { article } = stored;
    if (this.#pending.some((one) => hashPart(one.id) === hashPart(id))) await this.#flush();
    const address = addressOf(article);
    const hash = textHash(plainText(article.lead, article.blocks));
    const giveUp = await this.#parts.claims.hold(claimOf({ address, textHash: hash }), () => this.#giveUpAll());
    let isNew = false;
    try {
      const known = address === null ? await index.findByTextHash(hash) : await index.findByAddress(address);
      isNew = known === null && !inTrash.has(hashPart(id)) && !(await store.exists(id));
    } finally {
      if (!isNew) giveUp();
    }
    if (!isNew) {
      // It may have to wait for another import, and then this one must hold nothing.
      await this.#flush();
      // What is here decides as for any other source: nothing, a new version, more tags or notes.
      await this.#intake.articles.take(source, await draftOf(contents, id, stored));
      return;
    }
    this.#pending.push({ id, folder: contents.folder(id), title: article.title, source, giveUp });
    this.#report.notes.placed += this.#request.dryRun ? stored.notes.length : 0;
    if (this.#pending.length >= BATCH) await this.#flush();
  }

  async #giveUpAll(): Promise<void> {
    await this.#flush();
    await this.#intake.articles.flush();
  }

  async #flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    try {
      if (pending.length > 0) await this.#commit(pending);
    } finally {
      for (const { giveUp } of pending) giveUp();
    }
  }

  async #commit(pending: readonly Taken[]): Promise<void> {
    if (this.#request.dryRun) {
      for (const { id, title, source } of pending) this.#report.imported.push({ id, title, source });
      return;
    }
    const results = await this.#parts.store.adopt(pending.map(({ id, folder }) => ({ id, folder })));
    const adopted: string[] = [];
    for (const [position, { id, title, source }] of pending.entries()) {
      const result = results[position];
      if (result?.ok === true) {
        adopted.push(id);
        this.#report.imported.push({ id, title, source });
        continue;
      }
      reportFailure(this.#report, this.#parts, source, result?.error);
      this.#intake.articles.endIfLast(result?.error);
    }
    for (const id of adopted) await this.#tag(id);
    if (adopted.length > 0) await this.#parts.refresh(adopted);
    for (const id of adopted) {
      const row = await this.#parts.index.row(id).catch(() => null);
      this.#report.notes.placed += row?.notes ?? 0;
    }
    const { ended } = this.#intake.articles;
    if (ended !== null) throw ended;
  }

  async #tag(id: string): Promise<void> {
    const { tags } = this.#request;
    if (tags.length === 0) return;
    await this.#parts.store.changeState(id, (state) => ({ ...state, tags: [...new Set([...state.tags, ...tags])] }));
  }

  /** Collections that are not here, and notes that wait for their article. */
  async #besides(contents: BagContents): Promise<void> {
    const { store } = this.#parts;
    const known = new Set((await store.readCollections()).map(({ id }) => id));
    for (const collection of await contents.collections())
      if (!known.has(collection.id)) await store.writeCollection(collection);
    for (const { note, target } of await contents.waitingNotes())
      await this.#intake.notes.take(this.#bag, note, target);
    this.#parts.emit({ type: 'changed', articleIds: [] });
  }
}

/** Folder of an article in the bag → the first of its files that is not as it was bagged. */
function damageByFolder({ changed, missing, extra, unreadable }: BagReport): Map<string, string> {
  const damage = new Map<string, string>();
  for (const path of [...changed, ...missing, ...extra, ...unreadable]) {
    const folder = path.split('/').slice(0, 4).join('/');
    if (!damage.has(folder)) damage.set(folder, path);
  }
  return damage;
}

/** The ten hex digits of an id that stand for address or text. */
const hashPart = (id: string): string => id.slice(-10);

async function draftOf(contents: BagContents, id: string, { article, state, notes }: StoredArticle): Promise<Draft> {
  const { lead, blocks, assets, importedFrom, ...metadata } = article;
  const files = await Promise.all(
    assets.map(async ({ name, mediaType }) => ({ name, mediaType, bytes: await contents.assetBytes(id, name) })),
  );
  return {
    metadata,
    lead,
    blocks,
    assets: files,
    original: null,
    importedFrom: importedFrom ?? { name: 'BagIt', record: id, sha256: null, format: 'bagit' },
    notes,
    state,
    collections: [],
  };
}
