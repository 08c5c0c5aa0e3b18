import type { UiLanguage } from '#contract';
import { sentence } from '../messages/index.ts';
import { ArchiveError } from '../errors.ts';
import type { IndexedArticle, SearchIndex } from '../search/search-index.ts';
import type { ArchiveStore, StoredArticle } from '../store/archive-store.ts';
import { indexEntry, unreadableEntry } from './index-entry.ts';
import type { ArrivingArticles } from './arriving-articles.ts';
import type { ArticleTurns } from './article-turns.ts';
import type { LostFiles } from './lost-files.ts';

/** Articles read and indexed at a time: small enough for a progress that moves, large enough to keep reads in flight. */
const BATCH = 64;

type StepParts = {
  store: ArchiveStore;
  index: SearchIndex;
  now: () => Date;
  language: () => UiLanguage;
  unreadable: Map<string, string>;
  turns: ArticleTurns;
  lost?: LostFiles;
  /** Absent: nobody looks again, so that nothing is waited for. */
  arriving?: ArrivingArticles;
};

/** ms; a folder without a manifest may still be on its way here for so long (RULINGS.md, 10). */
const AWAITED = 600_000;

/** An article as read for the index; `problem`: what of it could not be, as its owner is told. */
type Read = { entry: IndexedArticle; problem: string | null };

/** Reads one article; one that cannot be read becomes an entry that says so. */
async function readOne(parts: StepParts, id: string, stamp: string): Promise<Read> {
  try {
    const stored = await parts.store.read(id);
    const damaged = damagedPart(stored);
    if (damaged === null) return { entry: indexEntry(stored, stamp), problem: null };
    // The article is shown without that part, and its owner is told; without a stamp the next start looks again.
    const { file, reason } = damaged;
    return { entry: indexEntry(stored, ''), problem: unreadableSentence(parts, `${id}/${file}`, reason) };
  } catch (error) {
    const problem = sentence(error, parts.language());
    return { entry: unreadableEntry(id, parts.now().toISOString(), await parts.index.row(id)), problem };
  }
}

const unreadableSentence = (parts: StepParts, path: string, reason: string): string =>
  sentence(new ArchiveError('unreadable', { path, reason }), parts.language());

/** Its entry; its problem is told from now on. */
function told(parts: StepParts, { entry, problem }: Read): IndexedArticle {
  if (problem === null) parts.unreadable.delete(entry.row.id);
  else parts.unreadable.set(entry.row.id, problem);
  return entry;
}

/** What of an article that can be read cannot: its state, or a note. */
function damagedPart({
  unreadableState,
  unreadableNotes: [note],
}: StoredArticle): { file: string; reason: string } | null {
  if (unreadableState !== null) return { file: 'state.json', reason: unreadableState };
  return note === undefined ? null : { ...note, file: `notes/${note.file}` };
}

/** One that was known, or that waits for its manifest longer than any sync takes. */
async function isReported(parts: StepParts, { id, since }: { id: string; since: number }): Promise<boolean> {
  return Math.abs(parts.now().getTime() - since) > AWAITED || (await parts.index.row(id)) !== null;
}

/** An article whose manifest is gone is no article any more, but it must not vanish from the lists without a word. */
async function entryWithoutManifest(parts: StepParts, id: string): Promise<IndexedArticle> {
  parts.unreadable.set(id, unreadableSentence(parts, `${id}/manifest-sha256.txt`, 'missing'));
  return unreadableEntry(id, parts.now().toISOString(), await parts.index.row(id));
}

/**
 * What is on disk of one article now: whole (or as whole as it will be), gone, without its manifest, or on its way, and then
 * lists and search keep what they have of it.
 */
type Look =
  | { id: string; kind: 'there'; stamp: string; entry: IndexedArticle }
  | { id: string; kind: 'half'; entry: IndexedArticle }
  | { id: string; kind: 'gone' | 'awaited' };

type Weight = { isNew: boolean; quiet: (changed: number) => number };

async function lookAt(parts: StepParts, id: string, weight: Weight): Promise<Look> {
  const stamp = await stampOrNone(parts, id);
  return stamp === '' ? lookAtHalf(parts, id) : lookAtStamped(parts, { id, stamp }, weight);
}

/** As {@link lookAt}, of one that was there with this stamp. */
async function lookAtStamped(
  parts: StepParts,
  { id, stamp }: { id: string; stamp: string },
  weight: Weight,
): Promise<Look> {
  const read = await readOne(parts, id, stamp);
  // It went while it was read, or before its turn came.
  if (read.problem !== null && (await stampOrNone(parts, id)) === '') return lookAtHalf(parts, id);
  return weigh(parts, { id, stamp, read }, weight);
}

/**
 * What was read, or that it is waited for, because not all of it is here or whole. `isNew`: the index did not have it. `quiet`:
 * for how many ms nothing of it changed, if it last did then.
 */
async function weigh(
  parts: StepParts,
  { id, stamp, read }: { id: string; stamp: string; read: Read },
  { isNew, quiet }: Weight,
): Promise<Look> {
  const { arriving, store } = parts;
  if (arriving === undefined) return { id, kind: 'there', stamp, entry: told(parts, read) };
  const mayMiss = read.problem === null && (isNew || arriving.concerns(id));
  const [missing] = mayMiss ? await store.missing(id) : [];
  if (missing !== undefined) store.expectMore(id);
  if (read.problem === null && missing === undefined) {
    arriving.settled(id);
    return { id, kind: 'there', stamp, entry: told(parts, read) };
  }
  const { seen, changed } = await store.arrival(id);
  if (arriving.awaits(id, seen, quiet(changed))) {
    // What can be read is shown while pictures and original are on their way.
    return read.problem === null ? { id, kind: 'there', stamp, entry: told(parts, read) } : { id, kind: 'awaited' };
  }
  if (missing === undefined) return { id, kind: 'there', stamp, entry: told(parts, read) };
  const problem = unreadableSentence(parts, `${id}/${missing}`, 'missing');
  return { id, kind: 'there', stamp, entry: told(parts, { entry: { ...read.entry, stamp: '' }, problem }) };
}

async function stampOrNone({ store }: StepParts, id: string): Promise<string> {
  try {
    return await store.stamp(id);
  } catch (error) {
    if (error instanceof ArchiveError && ['not-found', 'bad-argument'].includes(error.code)) return '';
    throw error;
  }
}

async function lookAtHalf(parts: StepParts, id: string): Promise<Look> {
  const [half] = await parts.store.incomplete(id);
  if (half !== undefined && (await isReported(parts, half)))
    return { id, kind: 'half', entry: await entryWithoutManifest(parts, id) };
  parts.arriving?.settled(id);
  parts.unreadable.delete(id);
  return { id, kind: 'gone' };
}

/**
 * Looks at articles batch by batch and tells the index of each, all in their turns. While one batch is told, the next is
 * looked at, but never more than one.
 */
async function inBatches<T extends { id: string }>(
  { turns }: StepParts,
  articles: readonly T[],
  look: (batch: T[]) => Promise<Look[]>,
  tell: (looks: Look[], start: number) => Promise<void>,
  stopped: () => boolean = () => false,
): Promise<void> {
  let told: Promise<void> = Promise.resolve();
  for (let start = 0; start < articles.length && !stopped(); start += BATCH) {
    const batch = articles.slice(start, start + BATCH);
    const before = told;
    let goOn: () => void = () => undefined;
    const isNext = new Promise<void>((resolve) => (goOn = resolve));
    told = turns.take(
      batch.map(({ id }) => id),
      async () => {
        const looks = await look(batch);
        await before;
        goOn();
        await tell(looks, start);
      },
    );
    // A failure ends the loop here or below; until then nobody must think that nobody will hear of it.
    told.catch(() => undefined);
    await Promise.race([isNext, told]);
  }
  await told;
}

/** Those that are gone leave the index, the others are put into it. */
async function tellIndex(parts: StepParts, looks: readonly Look[]): Promise<void> {
  const gone = looks.filter(({ kind }) => kind === 'gone').map(({ id }) => id);
  if (gone.length > 0) await parts.index.remove(gone);
  const entries = looks.flatMap((look) => ('entry' in look ? [look.entry] : []));
  if (entries.length > 0) await parts.index.put(entries);
}

/** Brings the index in step with these articles as they are on disk now; those that are gone leave it. */
export async function refreshArticles(parts: StepParts, ids: string[]): Promise<void> {
  const lost: string[] = [];
  await inBatches(
    parts,
    ids.map((id) => ({ id })),
    async (batch) => {
      const batchIds = batch.map(({ id }) => id);
      const known = new Set(parts.arriving === undefined ? [] : (await parts.index.rows(batchIds)).map(({ id }) => id));
      const looks = await Promise.all(
        batch.map(({ id }) => lookAt(parts, id, { isNew: !known.has(id), quiet: () => 0 })),
      );
      const seen = looks.flatMap((look): { id: string; stamp: string | null }[] =>
        look.kind === 'there' ? [look] : look.kind === 'gone' ? [{ id: look.id, stamp: null }] : [],
      );
      lost.push(...((await parts.lost?.afterLooks(seen, (rows) => parts.index.rows(rows))) ?? []));
      return looks;
    },
    (looks) => tellIndex(parts, looks),
  );
  await parts.lost?.recheckOf(lost);
}

/** Takes articles out of the index that were just deleted here, and not brought back since. */
export async function takeOut(parts: StepParts, ids: string[]): Promise<void> {
  await inBatches(
    parts,
    ids.map((id) => ({ id })),
    (batch) => whatIsNotWhole(parts, batch),
    (looks) => tellIndex(parts, looks),
  );
}

/** Of these, what is gone or without its manifest now. */
async function whatIsNotWhole(parts: StepParts, articles: readonly { id: string }[]): Promise<Look[]> {
  const looks = await Promise.all(
    articles.map(async ({ id }) => ((await stampOrNone(parts, id)) === '' ? lookAtHalf(parts, id) : null)),
  );
  return looks.filter((look) => look !== null);
}

/**
 * Compares the whole folder with the index by stamps and reads only what differs. Reports how far it is; returns the
 * ids that changed. Stops early when `stopped` says so (the archive is being closed). Saving the index is left to the caller:
 * it joins segments, which nobody who wants to know what is there should wait for.
 */
export async function keepInStep(
  parts: StepParts,
  progress: (done: number, total: number) => void,
  stopped: () => boolean,
): Promise<string[]> {
  const [scanned, known] = await Promise.all([parts.store.scan(), parts.index.stamps()]);
  const present = new Set(scanned.map((found) => found.id));
  const halves: { id: string }[] = [];
  for (const half of await parts.store.incomplete()) {
    if (!known.has(half.id) && !(await isReported(parts, half))) continue;
    present.add(half.id);
    halves.push(half);
  }
  if (parts.store.access() !== 'vanished')
    await parts.lost?.afterScan(
      known,
      scanned,
      (ids) => parts.index.rows(ids),
      (id) => present.has(id),
    );
  const gone = [...known.keys()].filter((id) => !present.has(id));
  // A vanished disk must not empty the index: what is not there is only believed while the marker is. And what the scan saw
  // may be different by now: it is looked at again.
  const notWhole = parts.store.access() === 'vanished' ? [] : [...halves, ...gone.map((id) => ({ id }))];
  await inBatches(
    parts,
    notWhole,
    (batch) => whatIsNotWhole(parts, batch),
    (looks) => tellIndex(parts, looks),
  );
  const stale = scanned.filter((found) => known.get(found.id) !== found.stamp);
  // What lies here half for long is no article on its way.
  const quiet = (changed: number) => Math.max(0, parts.now().getTime() - changed);
  await inBatches(
    parts,
    stale,
    // Where nothing was known nothing arrives late: all of it is read for the first time.
    (batch) =>
      Promise.all(
        batch.map((found) => lookAtStamped(parts, found, { isNew: known.size > 0 && !known.has(found.id), quiet })),
      ),
    async (looks, start) => {
      progress(start, stale.length);
      await tellIndex(parts, looks);
    },
    stopped,
  );
  if (stale.length > 0 && !stopped()) progress(stale.length, stale.length);
  return [...gone, ...stale.map((found) => found.id)];
}
