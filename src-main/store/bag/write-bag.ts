import { promises } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArchiveError } from '../../errors.ts';
import type { ArchiveContext } from '../archive-context.ts';
import type { Marker } from '../archive-marker.ts';
import { isInside } from '../backup/backup-marker.ts';
import { judgeFiles } from '../backup/judge-files.ts';
import { groupOf, walkArchive } from '../backup/walk-archive.ts';
import { copyVerified } from '../copy-verified.ts';
import { DurableWriter } from '../durable-write.ts';
import { atPath, errnoOf, isMissing } from '../file-error.ts';
import { freeSpace } from '../free-space.ts';
import type { HalfMade } from '../half-made.ts';
import { mapInFlight } from '../in-flight.ts';
import { sha256, writeManifest, type ManifestEntry } from '../manifest.ts';
import { realPathOf } from '../remembered-folders.ts';

export type BagOptions = {
  /** A missing or empty folder outside the archive. */
  out: string;
  /** What the archive is called. */
  name: string;
  /** Name and version of this program. */
  agent: string;
  /** null: all, with collections and waiting notes. */
  ids: ReadonlySet<string> | null;
  now: () => Date;
  random: (count: number) => Uint8Array;
  /** Where what is not whole yet is noted. */
  halfMade: HalfMade;
};

export type WrittenBag = {
  bag: string;
  articles: number;
  /** Not as their digests say; in the bag as they are. */ damaged: string[];
};

const IN_FLIGHT = 8;
const TOP = ['articles', 'collections', 'waiting-notes'];

/**
 * Writes a BagIt bag (RFC 8493) with SHA-256 manifests: articles as they lie in the archive, byte for byte, collections
 * and notes that wait; no trash. Built beside `out` and renamed there when it is whole.
 *
 * Throws `exists` where `out` holds anything, `backup-inside` where it lies in the archive, `disk-full`.
 */
export async function writeBag(context: ArchiveContext, marker: Marker, options: BagOptions): Promise<WrittenBag> {
  await context.presence.require();
  const out = await realPathOf(options.out);
  const { folder } = context.paths;
  if (isInside(folder, out) || isInside(out, folder)) throw new ArchiveError('backup-inside', { folder: out });
  await requireFree(out);
  const writer = new DurableWriter({ random: options.random, platform: process.platform });
  const parent = dirname(out);
  await atPath(parent, () => promises.mkdir(parent, { recursive: true }));
  return options.halfMade.within(parent, async (staged) => {
    await writer.makeFolder(staged);
    const written = await build(context, marker, options, writer, staged);
    await context.presence.require();
    if (!(await writer.removeEmptyFolder(out))) throw new ArchiveError('exists', { path: out });
    await writer.move(staged, out, () => Promise.resolve());
    await writer.syncFolder(parent);
    return { bag: out, ...written };
  });
}

async function requireFree(out: string): Promise<void> {
  try {
    if ((await promises.readdir(out)).length > 0) throw new ArchiveError('exists', { path: out });
  } catch (error) {
    if (isMissing(error) && errnoOf(error) !== 'ENOTDIR') return;
    if (error instanceof ArchiveError) throw error;
    await atPath(out, () => Promise.reject(error as Error));
  }
}

async function build(
  context: ArchiveContext,
  marker: Marker,
  options: BagOptions,
  writer: DurableWriter,
  bag: string,
): Promise<Pick<WrittenBag, 'articles' | 'damaged'>> {
  const root = context.paths.folder;
  const { files } = await atPath(root, () => walkArchive(context.paths));
  const chosen = files.filter(({ path }) => isWanted(path, options.ids));
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  const space = await freeSpace(bag);
  if (space !== null && space.free < size)
    throw new ArchiveError('backup-space', { folder: bag, reason: 'too-little-space', needed: size, free: space.free });
  const groups = new Map<string, string[]>();
  for (const { path } of chosen) groups.set(groupOf(path), [...(groups.get(groupOf(path)) ?? []), path]);

  const entries: ManifestEntry[] = [];
  const damaged: string[] = [];
  const folders = new Set<string>([join(bag, 'data')]);
  let [bytes, articles] = [0, 0];
  await promises.mkdir(join(bag, 'data'));
  await mapInFlight([...groups], IN_FLIGHT, async ([group, paths]) => {
    const { judged } = await judgeFiles(root, paths);
    for (const { path, problem, found } of judged) {
      if (problem !== null) damaged.push(path);
      if (found === null) continue;
      const to = join(bag, 'data', path);
      await atPath(to, () => promises.mkdir(dirname(to), { recursive: true }));
      for (let at = dirname(to); at !== bag; at = dirname(at)) folders.add(at);
      const copy = await copyVerified(writer, join(root, path), to, null);
      entries.push({ path: `data/${path}`, sha256: copy.sha256 });
      bytes += copy.size;
    }
    if (group.startsWith('articles/')) articles += 1;
  });

  const manifest = writeManifest(entries);
  const info = bagInfo(marker, options, `${bytes}.${entries.length}`);
  const declaration = Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  const tags = { 'bag-info.txt': info, 'bagit.txt': declaration, 'manifest-sha256.txt': manifest };
  for (const [name, content] of Object.entries(tags)) await writer.stageFile(join(bag, name), content);
  const listed = Object.entries(tags).map(([path, content]) => ({ path, sha256: sha256(content) }));
  await writer.stageFile(join(bag, 'tagmanifest-sha256.txt'), writeManifest(listed));
  for (const made of folders) await writer.syncFolder(made);
  await writer.syncFolder(bag);
  return { articles, damaged: damaged.sort() };
}

function isWanted(path: string, ids: ReadonlySet<string> | null): boolean {
  const [top = '', , id = ''] = path.split('/');
  if (!TOP.includes(top)) return false;
  return ids === null || (top === 'articles' && ids.has(id));
}

function bagInfo({ id }: Marker, { name, agent, now }: BagOptions, oxum: string): Buffer {
  const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
  const lines = [
    `Bag-Software-Agent: ${oneLine(agent)}`,
    `Bagging-Date: ${now().toISOString().slice(0, 10)}`,
    `External-Description: ${oneLine(name) || 'Nachlese'}`,
    `External-Identifier: urn:uuid:${id}`,
    `Payload-Oxum: ${oxum}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n`);
}
