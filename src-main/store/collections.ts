import { z } from 'zod';
import type { Collection } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { isUuid } from './archive-names.ts';
import type { Hold } from './commit-queue.ts';
import { fileError } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';
import { namesIn, readIfThere } from './read-file.ts';
import { checkShape, parseJsonObject, sealedBytes, type JsonObject } from './sealed-json.ts';

const collectionFile = z.looseObject({
  name: z.string(),
  description: z.string(),
  articleIds: z.array(z.string()),
  modified: z.string(),
});

const IN_FLIGHT = 8;

/** All collections that can be read; one that cannot is left as it is, and `verify` names it. */
export async function readCollections({ paths, presence }: ArchiveContext): Promise<Collection[]> {
  await presence.require();
  const ids = (await namesIn(paths.collections)).map((name) => name.replace(/\.json$/, '')).filter(isUuid);
  const collections = await mapInFlight(ids, IN_FLIGHT, async (id): Promise<Collection | null> => {
    const path = paths.collection(id);
    try {
      const bytes = await readIfThere(path);
      return bytes === null ? null : collectionOf(parseJsonObject(bytes, path), path, id);
    } catch (error) {
      if (fileError(error, path).code === 'unreadable') return null;
      throw fileError(error, path);
    }
  });
  return collections.filter((collection) => collection !== null);
}

/** Makes or replaces `collections/<uuid>.json`; fields of a later format survive. Throws `unreadable`. */
export async function writeCollection(context: ArchiveContext, collection: Collection): Promise<void> {
  await context.commit(async (hold) => {
    await replace(context, hold, collection.id, () => collection);
  });
}

/** Reads, changes and writes under the lock; resolves to what it is now. Throws `not-found`, `unreadable`. */
export function changeCollection(
  context: ArchiveContext,
  id: string,
  change: (collection: Collection) => Collection,
): Promise<Collection> {
  return context.commit((hold) =>
    replace(context, hold, id, (former) => {
      if (former === null) throw new ArchiveError('not-found', { kind: 'collection', id });
      return change(former);
    }),
  );
}

/** `change` is given what is there now; null: nothing. */
async function replace(
  { paths, writer, temporary }: ArchiveContext,
  hold: Hold,
  id: string,
  change: (former: Collection | null) => Collection,
): Promise<Collection> {
  if (!isUuid(id)) throw new ArchiveError('not-found', { kind: 'collection', id });
  const path = paths.collection(id);
  await hold.confirm();
  const bytes = await readIfThere(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  const former = bytes === null ? {} : parseJsonObject(bytes, path);
  const collection = change(bytes === null ? null : collectionOf(former, path, id));
  await writer.makeDurableFolder(paths.collections);
  await writer.replaceFile(path, sealedBytes({ ...former, ...collection }), await temporary.path(), hold.confirm);
  hold.changed(null);
  return collection;
}

/** The name in a collection's file; throws `unreadable`. */
export const collectionName = (bytes: Uint8Array, path: string): string =>
  collectionOf(parseJsonObject(bytes, path), path, '').name;

function collectionOf(fields: JsonObject, path: string, id: string): Collection {
  const { name, description, articleIds, modified } = checkShape(collectionFile, fields, path);
  if (fields.id !== undefined && id !== '' && fields.id !== id)
    throw new ArchiveError('unreadable', { path, reason: 'id' });
  return { id, name, description, articleIds, modified };
}
