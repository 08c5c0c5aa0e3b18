import { join } from 'node:path';
import type { AcceptReport } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import {
  ARTICLE_FILE,
  ASSETS_FOLDER,
  isAssetName,
  isUuid,
  isVersionId,
  MANIFEST_FILE,
  NEXT_FOLDER,
  NOTES_FOLDER,
  STATE_FILE,
  trashTime,
  VERSIONS_FOLDER,
} from './archive-names.ts';
import { parseUnsealedState, salvageState } from './article-state.ts';
import type { Hold } from './commit-queue.ts';
import { isConflictName, isNeverOurs } from './conflict-names.ts';
import { fileError } from './file-error.ts';
import { parseManifest, sha256, writeManifest, type ManifestEntry } from './manifest.ts';
import { parseNote } from './note-file.ts';
import { parseCapture } from './read-article.ts';
import { decodeText, isRealFolder, namesIn, readIfThere, readRegularFile } from './read-file.ts';
import { isSealIntact, parseJsonObject, sealedBytes } from './sealed-json.ts';
import { digestOf } from './verify.ts';
import { rollForward } from './versions.ts';

/** A file that is sealed anew: what is there now is kept under `keptAs`, then replaced by `bytes`. */
type Renewal = { path: string; keptAs: string; former: Uint8Array | null; bytes: Uint8Array };
type Plan = Pick<AcceptReport, 'changed' | 'added' | 'missing' | 'lost'> & { title: string; renewals: Renewal[] };

/**
 * Takes an article as it lies on disk for what its owner wants: manifests and digests that no longer fit are made anew.
 * What was there before (manifests, the bytes of state and notes) is kept in `trash/accepted/`, with a record of what
 * was accepted. A state that cannot be parsed is given up, as far as it cannot, and the report names what. Throws `unreadable`
 * with the capture or note that cannot be parsed, and then nothing is changed; `not-found`.
 */
export async function acceptChanges(context: ArchiveContext, id: string): Promise<AcceptReport> {
  const { paths } = context;
  return context.commit(async (hold) => {
    const folder = paths.article(id);
    if (!(await isRealFolder(folder))) throw new ArchiveError('not-found', { id });
    await rollForward(context, hold, id);
    if (await isRealFolder(join(folder, NEXT_FOLDER)))
      throw new ArchiveError('conflict', { id, path: join(folder, NEXT_FOLDER) });
    const plan = await planOf(id, folder);
    const kept = plan.renewals.length === 0 ? null : await renew(context, hold, id, plan);
    const relative = (path: string) => path.slice(paths.folder.length + 1).replaceAll('\\', '/');
    const { title, changed, added, missing, lost } = plan;
    return {
      id,
      title,
      changed: changed.map(relative).sort(),
      added: added.map(relative).sort(),
      missing: missing.map(relative).sort(),
      lost: lost.map(relative).sort(),
      kept: kept === null ? null : relative(kept),
    };
  });
}

/** Reads and checks all of it before anything is written. */
async function planOf(id: string, folder: string): Promise<Plan> {
  const plan: Plan = { title: id, changed: [], added: [], missing: [], lost: [], renewals: [] };
  plan.title = await planCapture(plan, folder, id, '');
  const versions = join(folder, VERSIONS_FOLDER);
  for (const version of (await namesIn(versions)).filter(isVersionId))
    await planCapture(plan, join(versions, version), id, `version-${version}-`);
  await planState(plan, folder);
  await planNotes(plan, folder, id);
  return plan;
}

/** Resolves to the title of the capture; throws `unreadable` where it is none. */
async function planCapture(plan: Plan, folder: string, id: string, prefix: string): Promise<string> {
  const article = join(folder, ARTICLE_FILE);
  const { title } = parseCapture(await readRegular(article), article, id);
  const path = join(folder, MANIFEST_FILE);
  const former = await readIfThere(path);
  const listed = former === null ? [] : readManifestOrNone(former, path);
  const present: ManifestEntry[] = [];
  for (const name of await captureNames(folder)) {
    const expected = listed.find((entry) => entry.path === name)?.sha256;
    const digest = await digestOf(join(folder, name)).catch((error: unknown) => {
      throw fileError(error, join(folder, name));
    });
    present.push({ path: name, sha256: digest });
    if (digest === expected) continue;
    plan[expected === undefined ? 'added' : 'changed'].push(join(folder, name));
  }
  const gone = listed.filter((entry) => !present.some((one) => one.path === entry.path));
  plan.missing.push(...gone.map((entry) => join(folder, entry.path)));
  if (former === null) plan.missing.push(path);
  const bytes = writeManifest(present);
  if (former === null || !bytes.equals(former))
    plan.renewals.push({ path, keptAs: `${prefix}${MANIFEST_FILE}`, former, bytes });
  return title;
}

/** A manifest that cannot be read lists nothing: all that is there is added. */
function readManifestOrNone(bytes: Uint8Array, path: string): ManifestEntry[] {
  try {
    return parseManifest(decodeText(bytes, path), path);
  } catch {
    return [];
  }
}

/** What belongs to a capture, as a manifest names it. What anybody else put there stays what it is. */
async function captureNames(folder: string): Promise<string[]> {
  const isOurs = (name: string) => !isNeverOurs(name) && !isConflictName(name);
  const files = (await namesIn(folder)).filter((name) => name === ARTICLE_FILE || /^original\.[a-z0-9]+$/.test(name));
  const assets = (await namesIn(join(folder, ASSETS_FOLDER))).filter((name) => isAssetName(name) && isOurs(name));
  return [...files, ...assets.map((name) => `${ASSETS_FOLDER}/${name}`)];
}

async function planState(plan: Plan, folder: string): Promise<void> {
  const path = join(folder, STATE_FILE);
  const former = await readIfThere(path);
  if (former === null) return;
  let fields: Record<string, unknown>;
  try {
    fields = parseUnsealedState(former, path).fields;
  } catch {
    // Tags and the like cannot be told from what is left of it: given up by name, and kept as they are.
    const salvaged = salvageState(former, path);
    plan.changed.push(path);
    plan.lost.push(...(salvaged.lost?.map((name) => `${path}#${name}`) ?? [path]));
    plan.renewals.push({ path, keptAs: STATE_FILE, former, bytes: sealedBytes(salvaged.fields) });
    return;
  }
  planSeal(plan, path, STATE_FILE, former, fields);
}

async function planNotes(plan: Plan, folder: string, id: string): Promise<void> {
  const notes = join(folder, NOTES_FOLDER);
  for (const name of (await namesIn(notes)).filter((one) => one.endsWith('.json') && isUuid(one.slice(0, -5)))) {
    const path = join(notes, name);
    const former = await readRegular(path);
    parseNote(former, path, id, name.slice(0, -5));
    planSeal(plan, path, `note-${name}`, former, parseJsonObject(former, path));
  }
}

function planSeal(plan: Plan, path: string, keptAs: string, former: Uint8Array, fields: Record<string, unknown>): void {
  if (isSealIntact(fields)) return;
  plan.changed.push(path);
  plan.renewals.push({ path, keptAs, former, bytes: sealedBytes(fields) });
}

/** Keeps what was there, durably, and only then seals anew. Resolves to where it is kept. */
async function renew(context: ArchiveContext, hold: Hold, id: string, plan: Plan): Promise<string> {
  const { paths, writer, temporary, now } = context;
  const kept = join(paths.acceptedOf(id), `${trashTime(now())}-${writer.randomName()}`);
  for (const folder of [paths.trash, paths.accepted, paths.acceptedOf(id), kept])
    await writer.makeDurableFolder(folder);
  const keep = async (name: string, bytes: Uint8Array) =>
    writer.createFile(join(kept, name), bytes, await temporary.path(), hold.confirm);
  for (const { keptAs, former } of plan.renewals) if (former !== null) await keep(keptAs, former);
  const { changed, added, missing, lost } = plan;
  const files = plan.renewals.map(({ path, former, bytes }) => ({
    path,
    before: former === null ? null : sha256(former),
    after: sha256(bytes),
  }));
  const record = { id, accepted: now().toISOString(), changed, added, missing, lost, files };
  const text = JSON.stringify(record, (_, value: unknown) => withoutFolder(value, paths.article(id)), 2);
  await keep('accepted.json', Buffer.from(`${text}\n`));
  for (const { path, bytes } of plan.renewals)
    await writer.replaceFile(path, bytes, await temporary.path(), hold.confirm);
  hold.changed([id]);
  return kept;
}

/** Paths in the record are relative to the article: the archive may lie elsewhere tomorrow. */
const withoutFolder = (value: unknown, folder: string): unknown =>
  typeof value === 'string' && value.startsWith(folder) ? value.slice(folder.length + 1).replaceAll('\\', '/') : value;

async function readRegular(path: string): Promise<Buffer> {
  return readRegularFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
}
