import type { ArchiveApi, Collection } from '#contract';
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
      const changed = { ...(await find(id)), ...change, modified: now().toISOString() };
      return write({ ...changed, name: named(changed.name), articleIds: [...new Set(changed.articleIds)] });
    },
    deleteCollection: async (id) => {
      await store.removeCollection((await find(id)).id);
      parts.emit({ type: 'changed', articleIds: [] });
    },
  };
}

/** Puts imported articles into the collections their source named, making those that are missing. */
export async function fileIntoCollections(parts: Parts, wanted: ReadonlyMap<string, string[]>): Promise<void> {
  if (wanted.size === 0) return;
  const existing = await parts.store.readCollections();
  for (const [name, ids] of wanted) {
    const known = existing.find((collection) => collection.name === name);
    const articleIds = [...new Set([...(known?.articleIds ?? []), ...ids])];
    if (articleIds.length === known?.articleIds.length) continue;
    const modified = parts.now().toISOString();
    await parts.store.writeCollection(
      known === undefined
        ? { id: randomUuid(parts.random), name, description: '', articleIds, modified }
        : { ...known, articleIds, modified },
    );
  }
}
