import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createArchive, openStore } from '../../../src-main/store/open-store.ts';
import type { ArchiveStore } from '../../../src-main/store/archive-store.ts';
import {
  filesBelow,
  trialArticle,
  trialAsset,
  trialCapture,
  trialNote,
} from '../../../src-main/store/trial-archive.ts';
import { makeChance } from '../plan.ts';
import { emptyBench, removeBench, type Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

/** Hints for git and Syncthing: no article depends on them. */
const HINTS = ['.gitattributes', '.gitignore', '.stignore'];
const MANIFEST = 'manifest-sha256.txt';

type Damage = 'flip' | 'cut' | 'deletion';

/**
 * One bit flipped, one file cut or one deleted: `verify` names it, or reading throws, or everything is read as before.
 * Never is something else read without a word. `verify` changes nothing.
 */
export const bitFlips: Ordeal = async ({ seed, flips }) => {
  const chance = makeChance(seed);
  const bench = await emptyBench();
  await fillArchive(bench);
  const paths = (await filesBelow(bench.folder)).filter((path) => !HINTS.includes(path));
  const kept = new Map<string, Buffer>();
  for (const path of paths) kept.set(path, await readFile(join(bench.folder, path)));
  const listed = listedIn(kept);
  const before = await readEverything(bench);
  const wrong: string[] = [];
  const counts = { named: 0, refused: 0, harmless: 0 };
  const damages: Damage[] = Array.from({ length: flips }, (_, round) =>
    round % 10 === 8 ? 'cut' : round % 10 === 9 ? 'deletion' : 'flip',
  );
  for (const damage of [...damages, ...Array.from({ length: Math.ceil(flips / 4) }, (): Damage => 'flip')]) {
    // A note that is gone may have been deleted elsewhere; a file of a capture may not.
    const candidates = damage === 'deletion' ? paths.filter((path) => listed.has(path)) : paths;
    const path = candidates[chance(candidates.length)] ?? '';
    const bytes = kept.get(path) ?? Buffer.alloc(0);
    const place = chance(bytes.length);
    const what = `${damage} in ${path} at ${place}`;
    const full = join(bench.folder, path);
    if (damage === 'deletion') await rm(full);
    else await writeFile(full, damage === 'cut' ? bytes.subarray(0, place) : flipped(bytes, place, chance(8)));
    const after = damage === 'deletion' ? null : await readFile(full);
    const verdict = await judge(bench, path, before);
    if (verdict === 'wrong') wrong.push(`${what}: read as something else without a word`);
    else counts[verdict] += 1;
    if (after !== null && !(await readFile(full)).equals(after)) wrong.push(`${what}: verify changed it`);
    await writeFile(full, bytes);
  }
  if ((await readEverything(bench)) !== before) wrong.push('the archive was not as before in the end');
  await removeBench(bench);
  const { named, refused, harmless } = counts;
  const remark = `${named} named by verify, ${refused} refused by reading, ${harmless} harmless`;
  return { rounds: named + refused + harmless + wrong.length, wrong, remark };
};

function flipped(bytes: Buffer, place: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(place) ^ (1 << bit), place);
  return copy;
}

/** Paths of files that a manifest outside the trash lists. */
function listedIn(kept: ReadonlyMap<string, Buffer>): Set<string> {
  const listed = new Set<string>();
  for (const [path, bytes] of kept) {
    if (!path.startsWith('articles/') || !path.endsWith(MANIFEST)) continue;
    for (const line of bytes.toString('utf8').split('\n')) {
      const name = line.slice(66);
      if (name !== '') listed.add(path.slice(0, -MANIFEST.length) + name);
    }
  }
  return listed;
}

/** Everything an archive can hold. */
async function fillArchive(bench: Bench): Promise<void> {
  const store = await createArchive(bench.folder, bench.options);
  const article = (number: number) => trialArticle(number);
  const asset = trialAsset();
  await store.add([
    trialCapture(1, { notes: [trialNote(article(1).id, 1)] }),
    trialCapture(2, { assets: [asset], notes: [trialNote(article(2).id, 2), trialNote(article(2).id, 3)] }),
    trialCapture(3),
    trialCapture(4),
  ]);
  await store.changeState(article(1).id, (state) => ({ ...state, tags: ['Größe', 'b'], starred: true }));
  await store.addVersion(
    article(3).id,
    trialCapture(3, { article: trialArticle(3, { archived: '2025-11-02T08:00:00Z' }) }),
  );
  await store.writeCollection({
    id: '11111111-1111-4111-8111-111111111111',
    name: 'Mappe',
    description: '',
    articleIds: [article(1).id],
    modified: '2026-01-01T00:00:00Z',
  });
  await store.removeNote(article(2).id, trialNote('', 3).id);
  await store.remove(article(4).id);
  await store.close();
}

/** All that reading gives, as text; throws where anything cannot be read. */
async function readEverything({ folder, options }: Bench): Promise<string> {
  const store = await openStore(folder, options);
  try {
    const articles = [];
    for (const { id } of await store.scan()) {
      const stored = await store.read(id);
      if (stored.unreadableNotes.length > 0) throw new Error(`unreadable: ${JSON.stringify(stored.unreadableNotes)}`);
      const versions = await Promise.all(stored.versions.map((version) => store.readVersion(id, version.id)));
      articles.push({ ...stored, versions, words: stored.versions.map((version) => version.words) });
    }
    const trash = await store.listTrash();
    return JSON.stringify([articles, await store.readCollections(), trash]);
  } finally {
    await store.close();
  }
}

/** What is said of a file that was damaged. */
async function judge(bench: Bench, path: string, before: string): Promise<'named' | 'refused' | 'harmless' | 'wrong'> {
  let store: ArchiveStore | null = null;
  try {
    store = await openStore(bench.folder, bench.options);
    const report = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    const named = [report.changed, report.missing, report.extra, report.unreadable, report.conflicts].flat();
    // A damaged manifest is named itself; a damaged name in it makes the file it named an extra one.
    if (named.includes(path) || (path.endsWith(MANIFEST) && named.length > 0)) return 'named';
  } catch {
    return 'refused';
  } finally {
    await store?.close();
  }
  try {
    return (await readEverything(bench)) === before ? 'harmless' : 'wrong';
  } catch {
    return 'refused';
  }
}
