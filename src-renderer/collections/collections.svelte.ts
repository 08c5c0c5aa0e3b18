import type { ArticleRow, Collection, CollectionChange } from '#contract';
import { archive, onArchiveEvent } from '../archive-client.ts';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';
import { backInPlace } from './back-in-place.ts';

/** The user's dossiers, and the articles of the one that is shown, in its order. */
export class Collections {
  #all: Collection[] | null = $state.raw(null);
  #rows: ArticleRow[] = $state.raw([]);
  #rowsOf: string | null = $state(null);
  #turn = 0;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** By name; null until they are known. */
  get all(): readonly Collection[] | null {
    return this.#all;
  }
  get shown(): Collection | null {
    return this.#all?.find(({ id }) => id === this.#workspace.collectionId) ?? null;
  }
  /** Articles of {@link shown}; null until they are known. */
  get rows(): readonly ArticleRow[] | null {
    return this.#rowsOf === this.#workspace.collectionId ? this.#rows : null;
  }

  /** Loads, and again with every change; the answer stops that. */
  listen(): () => void {
    void this.load();
    return onArchiveEvent((event) => {
      if (event.type === 'changed') void this.load();
    });
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const shown = this.#workspace.collectionId;
    const all = await this.#workspace.attempt(() => archive.listCollections());
    if (turn !== this.#turn) return;
    this.#all = (all ?? []).sort((a, b) => a.name.localeCompare(b.name, this.#workspace.language));
    if (shown === null) return;
    const answer = await this.#workspace.attempt(() =>
      archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: shown }),
    );
    if (turn !== this.#turn) return;
    // The order is the collection's, whatever the list was sorted by.
    const place = new Map(this.shown?.articleIds.map((id, index) => [id, index]));
    this.#rows = (answer?.rows ?? []).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    this.#rowsOf = shown;
  }

  async create(name: string): Promise<void> {
    const made = await this.#workspace.attempt(() => archive.createCollection(name));
    if (made) this.#workspace.showCollection(made.id);
    await this.load();
  }

  async rename(collection: Collection, name: string): Promise<void> {
    await this.#workspace.attempt(() => archive.editCollection(collection.id, { name }));
    await this.load();
  }

  async delete(collection: Collection): Promise<void> {
    await this.#workspace.attempt(async () => {
      await archive.deleteCollection(collection.id);
      this.#workspace.show('collections');
      this.#workspace.announce(t('collections.deleted', { name: collection.name }));
    });
    await this.load();
  }

  /** Puts an article of the shown collection at another place; the list shows it at once. */
  async move(id: string, to: number): Promise<void> {
    const collection = this.shown;
    const rows = [...this.#rows];
    const from = rows.findIndex((row) => row.id === id);
    const row = rows[from];
    if (!collection || !row || to < 0 || to >= rows.length || to === from) return;
    rows.splice(from, 1);
    rows.splice(to, 0, row);
    this.#rows = rows;
    // Relative to its new neighbour: what others did to the collection meanwhile stays.
    const place = [{ id, before: rows[to + 1]?.id ?? null }];
    await this.#workspace.attempt(() => archive.editCollection(collection.id, { place }));
    await this.load();
  }

  async remove(row: ArticleRow): Promise<void> {
    const collection = this.shown;
    if (!collection) return;
    const back = backInPlace(collection, [row.id]);
    const edit = async (change: CollectionChange): Promise<void> => {
      await archive.editCollection(collection.id, change);
      await this.load();
    };
    await this.#workspace.attempt(async () => {
      await edit({ remove: [row.id] });
      this.#workspace.announce(t('collections.removed', { title: row.title }), { undo: () => edit(back) });
    });
  }
}
