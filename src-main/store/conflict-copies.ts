import { join } from 'node:path';
import type { ConflictCopy } from '#contract';
import type { ArchiveContext } from './archive-context.ts';
import { isArticleId, isUuid, NOTES_FOLDER, STATE_FILE, VERSIONS_FOLDER } from './archive-names.ts';
import { conflictOf, isNeverOurs } from './conflict-names.ts';
import { mapInFlight } from './in-flight.ts';
import { isRealFolder, namesIn, readIfThere } from './read-file.ts';
import { parseJsonObject, sealOf } from './sealed-json.ts';
import { allArticles } from './verify.ts';

const IN_FLIGHT = 16;

/** All conflict copies in the archive, by path. Changes nothing. */
export async function findConflicts(context: ArchiveContext): Promise<ConflictCopy[]> {
  const { paths, presence } = context;
  await presence.require();
  const found = [
    await copiesIn(context, '', null),
    await copiesIn(context, 'collections', null),
    await copiesIn(context, 'waiting-notes', null),
  ];
  for (const year of await namesIn(paths.articles))
    if (/^\d{4}$/.test(year)) found.push(await copiesIn(context, `articles/${year}`, null));
  const ids = await allArticles(context);
  found.push(
    ...(await mapInFlight(ids, IN_FLIGHT, async (id) => {
      const folder = `articles/${id.slice(0, 4)}/${id}`;
      return [
        ...(await copiesIn(context, folder, id)),
        ...(await copiesIn(context, `${folder}/${NOTES_FOLDER}`, id)),
        ...(await copiesIn(context, `${folder}/${VERSIONS_FOLDER}`, id)),
      ];
    })),
  );
  await presence.require();
  return found.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function copiesIn(context: ArchiveContext, folder: string, articleId: string | null): Promise<ConflictCopy[]> {
  const base = join(context.paths.folder, folder);
  if (!(await isRealFolder(base))) return [];
  const copies: ConflictCopy[] = [];
  for (const name of await namesIn(base)) {
    const conflict = isNeverOurs(name) || isArticleId(name) ? null : conflictOf(name);
    if (conflict === null) continue;
    const isFile = !(await isRealFolder(join(base, name)));
    const kind = isFile ? kindOf(folder, conflict.of, articleId) : 'other';
    const path = folder === '' ? name : `${folder}/${name}`;
    const of = folder === '' ? conflict.of : `${folder}/${conflict.of}`;
    const content = isFile ? await compare(join(base, name), join(base, conflict.of), kind) : 'different';
    copies.push({ path, of, by: conflict.by, kind, articleId, content });
  }
  return copies;
}

function kindOf(folder: string, of: string, articleId: string | null): ConflictCopy['kind'] {
  const isNamed = of.endsWith('.json') && isUuid(of.slice(0, -5));
  if (articleId === null) {
    if (folder === 'collections' && isNamed) return 'collection';
    return folder === 'waiting-notes' && isNamed ? 'waiting-note' : 'other';
  }
  if (folder.endsWith(`/${NOTES_FOLDER}`)) return isNamed ? 'note' : 'other';
  if (folder.endsWith(`/${VERSIONS_FOLDER}`)) return 'other';
  if (of === STATE_FILE) return 'state';
  return /^(article\.html|original\.[a-z0-9]+|manifest-sha256\.txt)$/.test(of) ? 'capture' : 'other';
}

/** JSON files are the same when they say the same, however they are laid out. */
async function compare(copy: string, of: string, kind: ConflictCopy['kind']): Promise<ConflictCopy['content']> {
  try {
    const [mine, theirs] = [await readIfThere(copy), await readIfThere(of)];
    if (mine === null) return 'unreadable';
    const isJson = !['capture', 'other'].includes(kind);
    const seal = isJson ? sealOf(parseJsonObject(mine, copy)) : null;
    if (theirs === null) return 'alone';
    if (mine.equals(theirs)) return 'same';
    return seal !== null && seal === sealOf(parseJsonObject(theirs, of)) ? 'same' : 'different';
  } catch {
    return 'unreadable';
  }
}
