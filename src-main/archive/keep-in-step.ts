import type { UiLanguage } from '#contract';
import { sentence } from '../messages/index.ts';
import { ArchiveError } from '../errors.ts';
import type { IndexedArticle, SearchIndex } from '../search/search-index.ts';
import type { ArchiveStore, StoredArticle } from '../store/archive-store.ts';
import { indexEntry, unreadableEntry } from './index-entry.ts';
import type { LostFiles } from './lost-files.ts';

/** Articles read and indexed at a time: small enough for a progress that moves, large enough to keep reads in flight. */
const BATCH = 64;

type StepParts = {
  store: ArchiveStore;
  index: SearchIndex;
  now: () => Date;
  language: () => UiLanguage;
  unreadable: Map<string, string>;
  lost?: LostFiles;
};

/** ms; a folder without a manifest may still be on its way here for so long (RULINGS.md, 10). */
const AWAITED = 600_000;

/** Reads one article for the index; one that cannot be read becomes an entry that says so. */
async function readEntry(parts: StepParts, id: string, stamp: string): Promise<IndexedArticle> {
  try {
    const stored = await parts.store.read(id);
    const damaged = damagedPart(stored);
    if (damaged === null) {
      parts.unreadable.delete(id);
      return indexEntry(stored, stamp);
    }
    // The article is shown without that part, and its owner is told; without a stamp the next start looks again.
    const { file, reason } = damaged;
    const path = `${id}/${file}`;
    parts.unreadable.set(id, sentence(new ArchiveError('unreadable', { path, reason }), parts.language()));
    return indexEntry(stored, '');
  } catch (error) {
    parts.unreadable.set(id, sentence(error, parts.language()));
    return unreadableEntry(id, parts.now().toISOString(), await parts.index.row(id));
  }
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
  const error = new ArchiveError('unreadable', { path: `${id}/manifest-sha256.txt`, reason: 'missing' });
  parts.unreadable.set(id, sentence(error, parts.language()));
  return unreadableEntry(id, parts.now().toISOString(), await parts.index.row(id));
}

/** What is on disk of one article now: `stamp` null, nothing; `entry` null, nothing to be listed. */
type Look = { id: string; stamp: string | null; entry: IndexedArticle | null; isHalf: boolean };

async function lookAt(parts: StepParts, id: string): Promise<Look> {
  try {
    const stamp = await parts.store.stamp(id);
    if (stamp !== '') return { id, stamp, entry: await readEntry(parts, id, stamp), isHalf: false };
  } catch (error) {
    if (!(error instanceof ArchiveError) || !['not-found', 'bad-argument'].includes(error.code)) throw error;
  }
  const [half] = await parts.store.incomplete(id);
  const isHalf = half !== undefined && (await isReported(parts, half));
  return { id, stamp: null, entry: isHalf ? await entryWithoutManifest(parts, id) : null, isHalf };
}

/** Brings the index in step with these articles as they are on disk now; those that are gone leave it. */
export async function refreshArticles(parts: StepParts, ids: string[]): Promise<void> {
  // While one batch is indexed in its thread, the next is read in this one.
  let putting = Promise.resolve();
  let isLost = false;
  for (let start = 0; start < ids.length; start += BATCH) {
    const looks = await Promise.all(ids.slice(start, start + BATCH).map((id) => lookAt(parts, id)));
    await putting;
    const whole = looks.filter(({ isHalf }) => !isHalf);
    if ((await parts.lost?.afterLooks(whole, (rows) => parts.index.rows(rows))) ?? false) isLost = true;
    const gone = looks.filter(({ entry }) => entry === null).map(({ id }) => id);
    for (const id of gone) parts.unreadable.delete(id);
    if (gone.length > 0) await parts.index.remove(gone);
    const entries = looks.map(({ entry }) => entry).filter((entry) => entry !== null);
    if (entries.length > 0) putting = parts.index.put(entries);
    // It is waited for above or below; until then nobody must think that nobody will.
    putting.catch(() => undefined);
  }
  await putting;
  if (isLost) await parts.lost?.recheck();
}

/**
 * Compares the whole folder with the index by stamps and reads only what differs. Reports how far it is; returns the
 * ids that changed. Stops early when `stopped` says so (the archive is being closed).
 */
export async function keepInStep(
  parts: StepParts,
  progress: (done: number, total: number) => void,
  stopped: () => boolean,
): Promise<string[]> {
  const [scanned, known] = await Promise.all([parts.store.scan(), parts.index.stamps()]);
  const present = new Set(scanned.map((found) => found.id));
  for (const half of await parts.store.incomplete()) {
    if (!known.has(half.id) && !(await isReported(parts, half))) continue;
    present.add(half.id);
    await parts.index.put([await entryWithoutManifest(parts, half.id)]);
  }
  if (parts.store.access() !== 'vanished')
    await parts.lost?.afterScan(
      known,
      scanned,
      (ids) => parts.index.rows(ids),
      (id) => present.has(id),
    );
  const gone = [...known.keys()].filter((id) => !present.has(id));
  // A vanished disk must not empty the index: what is not there is only believed while the marker is.
  if (gone.length > 0 && parts.store.access() !== 'vanished') await parts.index.remove(gone);
  const stale = scanned.filter((found) => known.get(found.id) !== found.stamp);
  let putting = Promise.resolve();
  for (let start = 0; start < stale.length && !stopped(); start += BATCH) {
    const batch = stale.slice(start, start + BATCH);
    const entries = await Promise.all(batch.map((found) => readEntry(parts, found.id, found.stamp)));
    await putting;
    progress(start, stale.length);
    putting = parts.index.put(entries);
    putting.catch(() => undefined);
  }
  await putting;
  if (stale.length > 0 && !stopped()) progress(stale.length, stale.length);
  if (stale.length > 0 || gone.length > 0) await parts.index.flush();
  return [...gone, ...stale.map((found) => found.id)];
}
