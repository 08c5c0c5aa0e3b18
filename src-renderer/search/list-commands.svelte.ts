import type { ArticleRow } from '#contract';
import { archive } from '../archive-client.ts';
import { deleteArticles, markArticles } from '../library/article-commands.ts';
import type { ListActions } from '../library/list-actions.ts';
import type { ListSelection } from '../library/selection.svelte.ts';
import { undoTagging } from '../library/tag-undo.ts';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';
import type { Search } from './search.svelte.ts';

type CommandOptions = {
  workspace: Workspace;
  search: Search;
  selection: ListSelection;
  /** Called with the place of the line that was active before the chosen ones went to the trash. */
  onremoved: (index: number) => Promise<void>;
};

/** What is done to the chosen lines of the list, whether asked for by key, menu or button. */
export class ListCommands {
  readonly #options: CommandOptions;
  #tagging: ArticleRow[] | null = $state.raw(null);

  constructor(options: CommandOptions) {
    this.#options = options;
  }

  /** The articles whose tags are being asked for; null: none. */
  get tagging(): ArticleRow[] | null {
    return this.#tagging;
  }

  readonly actions: ListActions = {
    star: () => this.#mark((rows) => ({ starred: rows.some(({ starred }) => !starred) })),
    read: () => this.#mark((rows) => ({ read: rows.some(({ read }) => !read) })),
    tag: () =>
      this.#withChosen((rows) => {
        this.#tagging = rows;
      }),
    export: () =>
      this.#withChosen((rows) => {
        this.#options.workspace.startExport({ articleIds: rows.map(({ id }) => id) });
      }),
    remove: () => this.#withChosen((rows) => this.#remove(rows)),
  };

  /** Adds and takes away tags of the articles that were asked for, with a way back. */
  readonly tag = async (add: string[], remove: string[]): Promise<void> => {
    const { workspace, search } = this.#options;
    const rows = this.#tagging ?? [];
    const ids = rows.map(({ id }) => id);
    search.adopt(await archive.tagArticles(ids, add, remove));
    workspace.announce(t('library.tagged', { count: rows.length }), {
      undo: async () => {
        await workspace.attempt(async () => {
          for (const back of undoTagging(rows, add, remove)) {
            search.adopt(await archive.tagArticles(back.ids, back.add, back.remove));
          }
        });
      },
    });
  };

  readonly endTagging = (): void => {
    this.#tagging = null;
  };

  #mark(change: (rows: ArticleRow[]) => { starred?: boolean; read?: boolean }): void {
    const { workspace, search } = this.#options;
    this.#withChosen(async (rows) => {
      search.adopt(await markArticles(workspace, rows, change(rows)));
    });
  }

  async #remove(rows: ArticleRow[]): Promise<void> {
    const { workspace, search, selection, onremoved } = this.#options;
    const index = selection.activeIndex ?? 0;
    await deleteArticles(workspace, rows);
    selection.clear();
    await search.refresh();
    await onremoved(index);
  }

  #withChosen(work: (rows: ArticleRow[]) => Promise<void> | void): void {
    const { search, selection } = this.#options;
    const rows: ArticleRow[] = [];
    for (let index = 0; index < search.total && rows.length < selection.chosen.size; index++) {
      const item = search.item(index);
      if (item && selection.chosen.has(item.row.id)) rows.push(item.row);
    }
    if (rows.length > 0) void work(rows);
  }
}
