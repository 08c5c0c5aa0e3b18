import type { ArchiveApi, Article, ArticleRow, Corrections, OpenedArticle, TrashEntry } from '#contract';
import { layOut } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import { readMetadataTime } from '../import/written-date.ts';
import type { StoredArticle } from '../store/archive-store.ts';
import { UNTOUCHED } from './capture-of-draft.ts';
import { applyCorrections, indexEntry } from './index-entry.ts';
import { placeNotes } from './note-calls.ts';
import type { Parts } from './parts.ts';
import { diffVersions, type Side } from './version-diff.ts';

type ArticleCalls = Pick<
  ArchiveApi,
  | 'listArticles'
  | 'openArticle'
  | 'openVersion'
  | 'editArticle'
  | 'tagArticles'
  | 'markArticles'
  | 'deleteArticles'
  | 'deleteForever'
  | 'listTrash'
  | 'restore'
  | 'restoreVersion'
  | 'diffVersions'
>;

/** Opening, correcting, sorting and deleting articles. */
export function articleCalls(parts: Parts): ArticleCalls {
  const { store, index } = parts;

  const open = async (id: string): Promise<OpenedArticle> => {
    try {
      return opened(await store.read(id), await store.stamp(id));
    } catch (error) {
      const [half] = error instanceof ArchiveError && error.code === 'not-found' ? await store.incomplete(id) : [];
      if (half === undefined) throw error;
      throw new ArchiveError('unreadable', { path: `${id}/manifest-sha256.txt`, reason: 'missing' }, { cause: error });
    }
  };

  const captureOf = async (id: string, version: string | null): Promise<Side> => ({
    article: version === null ? (await store.read(id)).article : await store.readVersion(id, version),
    version,
  });

  /** In its turn, so that nobody tells the index of another state between. */
  const changeOne = (id: string, change: Parameters<typeof store.changeState>[1]): Promise<ArticleRow> =>
    parts.turns.take([id], async () => {
      const before = await index.row(id);
      if (before === null) throw new ArchiveError('not-found', { kind: 'article', id });
      const { tags, read, starred } = await store.changeState(id, change);
      const row = { ...before, tags, read, starred };
      try {
        const stamp = await store.stamp(id);
        parts.lost.saw(id, stamp);
        await index.changeRows([row], new Map([[id, stamp]]));
      } catch {
        // It is changed, whatever the index says.
        parts.later([id]);
      }
      return row;
    });

  const changeStates = async (
    ids: string[],
    change: Parameters<typeof store.changeState>[1],
  ): Promise<ArticleRow[]> => {
    const rows: ArticleRow[] = [];
    try {
      for (const id of ids) rows.push(await changeOne(id, change));
    } finally {
      // What was changed before a failure is changed: the lists must say so.
      if (rows.length > 0) parts.emit({ type: 'changed', articleIds: rows.map(({ id }) => id) });
    }
    return rows;
  };

  return {
    listArticles: async ({ collection, ...request }) => {
      if (collection === null) return index.list({ ...request, ids: null });
      const found = (await store.readCollections()).find((one) => one.id === collection);
      if (found === undefined) throw new ArchiveError('not-found', { kind: 'collection', id: collection });
      return index.list({ ...request, ids: found.articleIds });
    },

    openArticle: open,

    openVersion: async (id, version) => {
      const stored = await store.read(id);
      const article = await store.readVersion(id, version);
      return opened({ ...stored, article }, version);
    },

    editArticle: async (id, changes) => {
      const corrections = { ...changes, ...publishedOf(changes) };
      await store.changeState(id, (state) => ({ ...state, corrections: { ...state.corrections, ...corrections } }));
      await parts.refresh([id]);
      return open(id);
    },

    tagArticles: (ids, add, remove) =>
      changeStates(ids, (state) => {
        const kept = state.tags.filter((tag) => !remove.includes(tag));
        return { ...state, tags: [...kept, ...add.filter((tag) => !kept.includes(tag))] };
      }),

    markArticles: (ids, change) => changeStates(ids, (state) => ({ ...state, ...change })),

    deleteArticles: async (ids) => {
      const entries: TrashEntry[] = [];
      try {
        for (const id of ids) {
          entries.push(await store.remove(id));
          await parts.takeOut([id]);
        }
      } finally {
        // What was deleted before a failure is deleted.
        if (entries.length > 0) parts.emit({ type: 'changed', articleIds: ids.slice(0, entries.length) });
      }
      return entries;
    },

    deleteForever: async (ids) => {
      const entries = await store.listTrash();
      for (const id of ids) {
        const entry = entries.find((one) => one.id === id);
        if (entry === undefined || entry.kind === 'article') await parts.lost.erased(entry?.articleId ?? id, null);
        else if (entry.articleId !== null) await parts.lost.erased(entry.articleId, noteIdOf(entry));
        await store.erase(id);
        await parts.refresh([id]);
      }
      // The words of what was erased must not stay behind in the cache; it is tidied again when nothing else is to be done.
      await index.flush().catch(() => undefined);
    },

    listTrash: () => store.listTrash(),

    restore: async (ids) => {
      const back: { articles: string[]; notes: string[] } = { articles: [], notes: [] };
      for (const id of ids) {
        const entry = await store.restore(id);
        if (entry.kind === 'article' && entry.articleId !== null) back.articles.push(entry.articleId);
        if (entry.kind === 'note') back.notes.push(noteIdOf(entry) ?? entry.id);
        if (entry.articleId !== null) await parts.refresh([entry.articleId]);
      }
      return back;
    },

    restoreVersion: async (id, version) => {
      await store.restoreVersion(id, version);
      await parts.refresh([id]);
      return open(id);
    },

    diffVersions: async (id, from, to) => diffVersions(id, await captureOf(id, from), await captureOf(id, to)),
  };
}

/** The id of the note that lies in a trash entry; its name ends with it. */
const noteIdOf = (entry: TrashEntry): string | null =>
  entry.kind === 'note' ? (/-note-([0-9a-f-]{36})$/.exec(entry.id)?.[1] ?? null) : null;

/** The corrected date as ISO 8601, from any usual writing; throws `bad-argument` for what is no date. */
function publishedOf({ published }: Partial<Corrections>): Partial<Corrections> {
  if (published === undefined || published === null) return {};
  const read = readMetadataTime(published);
  if (read === null) throw new ArchiveError('bad-argument', { argument: 'published', value: published });
  return { published: read };
}

/** Everything a reader needs of one article at once. */
function opened(stored: StoredArticle, stamp: string): OpenedArticle {
  const { article, state } = stored;
  const { text, textOffsets } = layOut(article.lead, article.blocks);
  return {
    article: applyCorrections(article, state),
    captured: capturedData(article),
    state: { ...UNTOUCHED, ...state },
    row: indexEntry(stored, stamp, text).row,
    text,
    textOffsets,
    notes: placeNotes(stored.notes, text),
    versions: stored.versions,
  };
}

function capturedData(article: Article): OpenedArticle['captured'] {
  const { title, authors, publisher, published } = article;
  return { title, authors, publisher, published };
}
