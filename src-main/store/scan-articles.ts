import { promises, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveContext } from './archive-context.ts';
import {
  ARTICLE_FILE,
  ASSETS_FOLDER,
  isArticleId,
  MANIFEST_FILE,
  NEXT_FOLDER,
  NOTES_FOLDER,
  STATE_FILE,
  VERSIONS_FOLDER,
} from './archive-names.ts';
import type { ScannedArticle } from './archive-store.ts';
import { fileError, isMissing } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';
import { namesIn, statIfThere } from './read-file.ts';

const IN_FLIGHT = 32;
const YEAR = /^\d{4}$/;
const UUID_LENGTH = 36;
const SHOWN = [ARTICLE_FILE, STATE_FILE, NOTES_FOLDER, VERSIONS_FOLDER, NEXT_FOLDER];

/**
 * All complete articles with their stamps, without reading them. Throws `archive-vanished` rather than telling that
 * there are none, when the folder went away before or meanwhile.
 */
export async function scanArticles(
  { paths, presence }: ArchiveContext,
  isUnderWay: (id: string) => void = () => undefined,
  isIncomplete: (id: string) => void = () => undefined,
): Promise<ScannedArticle[]> {
  await presence.require();
  const found: ScannedArticle[] = [];
  try {
    for (const year of (await namesIn(paths.articles)).filter((name) => YEAR.test(name))) {
      const folder = join(paths.articles, year);
      const entries = await promises.readdir(folder, { withFileTypes: true }).catch(nothingIfMissing);
      const ids = entries.filter(
        (entry) => entry.isDirectory() && isArticleId(entry.name) && entry.name.startsWith(year),
      );
      const stamps = await mapInFlight(ids, IN_FLIGHT, ({ name }) => stampOf(join(folder, name)));
      for (const [index, stamp] of stamps.entries()) {
        const id = ids[index]?.name;
        if (id === undefined) continue;
        if (stamp === '') isIncomplete(id);
        if (stamp === '') continue;
        found.push({ id, stamp });
        if (stamp.includes(`${NEXT_FOLDER}:`)) isUnderWay(id);
      }
    }
  } catch (error) {
    throw fileError(error, paths.articles);
  } finally {
    await presence.require();
  }
  return found;
}

/**
 * Changes whenever anything of an article that is shown or searched does; "" where there is no complete article. Made
 * of the sizes and times of its files, those of the notes too: an edit in place leaves their folder as it was.
 */
export async function stampOf(folder: string): Promise<string> {
  const names: string[] = await promises.readdir(folder).catch(nothingIfMissing);
  if (!names.includes(MANIFEST_FILE) && !names.includes(NEXT_FOLDER)) return '';
  const parts = await Promise.all(SHOWN.filter((name) => names.includes(name)).map((name) => fileStamp(folder, name)));
  if (names.includes(NOTES_FOLDER)) {
    const notes = join(folder, NOTES_FOLDER);
    const files: string[] = await promises.readdir(notes).catch(nothingIfMissing);
    files.sort();
    parts.push(...(await Promise.all(files.map((name) => fileStamp(notes, name, UUID_LENGTH)))));
  }
  return parts.join('|');
}

/**
 * `seen` changes whenever any file of an article does, whatever it is: of one that is being brought here. `changed`: when any
 * of them last did, as the file system tells and no program sets it; ms since 1970, 0 where there is nothing.
 */
export async function arrivalOf(folder: string): Promise<{ seen: string; changed: number }> {
  const parts: string[] = [];
  let changed = 0;
  for (const inner of ['', NOTES_FOLDER, ASSETS_FOLDER]) {
    const within = join(folder, inner);
    const names: string[] = await promises.readdir(within).catch(() => []);
    names.sort();
    const stats = await Promise.all(['', ...names].map((name) => statIfThere(join(within, name)).catch(() => null)));
    for (const [index, one] of stats.entries()) {
      if (one === null) continue;
      changed = Math.max(changed, one.ctimeMs);
      if (index > 0) parts.push(stampPart(names[index - 1] ?? '', one));
    }
  }
  return { seen: parts.join('|'), changed };
}

/** `length`: how much of the name is told; of a note all of its id, so that a missing one can be named. */
async function fileStamp(folder: string, name: string, length = 8): Promise<string> {
  const stats = await statIfThere(join(folder, name));
  return stats === null ? '' : stampPart(name.slice(0, length), stats);
}

const stampPart = (name: string, { mtimeMs, size }: Stats): string =>
  `${name}:${Math.round(mtimeMs * 1000).toString(36)}:${size.toString(36)}`;

function nothingIfMissing(error: unknown): [] {
  if (isMissing(error)) return [];
  throw error;
}
