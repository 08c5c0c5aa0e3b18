import type { ArchiveApi, Collection, CollectionChange } from '#contract';
import { randomUuid } from '../article/random-uuid.ts';
import { ArchiveError } from '../errors.ts';
import type { Parts } from './parts.ts';

type CollectionCalls = Pick<ArchiveApi, 'listCollections' | 'createCollection' | 'editCollection' | 'deleteCollection'>;

/** Dossiers: named lists of articles in an order of the user's. */
export function collectionCalls(parts: Parts): CollectionCalls {
  const { store, now } = parts;
  const find = async (id: string): Promise<Collection> => {
    const found = (await store.readCollections()).find((collection) => collection.id === id);
    if (found === undefined) throw new ArchiveError('not-found', { kind: 'collection', id });
    return found;
  };
  const named = (name: string): string => {
    const trimmed = name.trim();
    if (trimmed === '') throw new ArchiveError('bad-argument', { argument: 'name', value: name });
    return trimmed;
  };
  const write = async (collection: Collection): Promise<Collection> => {
    await store.writeCollection(collection);
    parts.emit({ type: 'changed', articleIds: [] });
    return collection;
  };
  return {
    listCollections: async () =>
      (await store.readCollections()).sort((a, b) => a.name.localeCompare(b.name, parts.language())),
    createCollection: (name) =>
      write({
        id: randomUuid(parts.random),
        name: named(name),
        description: '',
        articleIds: [],
        modified: now().toISOString(),
      }),
    editCollection: async (id, change) => {
      const name = change.name === undefined ? {} : { name: named(change.name) };
      const collection = await store.changeCollection(id, (former) => ({
        ...changed(former, { ...change, ...name }),
        modified: now().toISOString(),
      }));
      parts.emit({ type: 'changed', articleIds: [] });
      return collection;
    },
    deleteCollection: async (id) => {
      await store.removeCollection((await find(id)).id);
      parts.emit({ type: 'changed', articleIds: [] });
    },
  };
}

/** The collection as it is after this change, but for its time. */
export function changed(
  collection: Collection,
  { name, description, remove = [], add = [], place = [] }: CollectionChange,
): Collection {
  const leaving = new Set(remove);
  const articleIds = [...new Set([...collection.articleIds.filter((id) => !leaving.has(id)), ...add])];
  for (const { id, before } of place) {
    const former = articleIds.indexOf(id);
    if (former >= 0) articleIds.splice(former, 1);
    const at = before === null ? -1 : articleIds.indexOf(before);
    articleIds.splice(at < 0 ? articleIds.length : at, 0, id);
  }
  return {
    ...collection,
    name: name ?? collection.name,
    description: description ?? collection.description,
    articleIds,
  };
}

/** Puts imported articles into the collections their source named, making those that are missing. */
export async function fileIntoCollections(parts: Parts, wanted: ReadonlyMap<string, string[]>): Promise<void> {
  if (wanted.size === 0) return;
  const existing = await parts.store.readCollections();
  for (const [name, ids] of wanted) {
    const known = existing.find((collection) => collection.name === name);
    if (known !== undefined && ids.every((id) => known.articleIds.includes(id))) continue;
    const modified = parts.now().toISOString();
    if (known === undefined || !(await addTo(parts, known.id, ids, modified)))
      await parts.store.writeCollection({
        ...{ id: randomUuid(parts.random), name, description: '' },
        ...{ articleIds: [...new Set(ids)], modified },
      });
  }
}

/** False where it was deleted meanwhile. */
async function addTo({ store }: Parts, id: string, add: string[], modified: string): Promise<boolean> {
  try {
    await store.changeCollection(id, (former) => ({ ...changed(former, { add }), modified }));
    return true;
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'not-found') return false;
    throw error;
  }
}
