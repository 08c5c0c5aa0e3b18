import type { TrashEntry } from '#contract';
import { archive, onArchiveEvent } from '../archive-client.ts';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';

/** What lies in the trash, newest first. */
export class TrashList {
  #entries: TrashEntry[] | null = $state.raw(null);
  #turn = 0;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** null until it is known. */
  get entries(): readonly TrashEntry[] | null {
    return this.#entries;
  }

  /** Loads the list, and again with every change; the answer stops that. */
  listen(): () => void {
    void this.load();
    return onArchiveEvent((event) => {
      if (event.type === 'changed' || event.type === 'archive-opened') void this.load();
    });
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const entries = await this.#workspace.attempt(() => archive.listTrash());
    if (turn !== this.#turn) return;
    this.#entries = (entries ?? []).sort((a, b) => b.deleted.localeCompare(a.deleted));
  }

  async restore(entry: TrashEntry, title: string): Promise<void> {
    if (!(await this.#workspace.attempt(() => archive.restore([entry.id])))) return;
    this.#workspace.announce(t('trash.restored', { title }));
    await this.load();
  }

  async deleteForever(entry: TrashEntry, title: string): Promise<void> {
    await this.#workspace.attempt(async () => {
      await archive.deleteForever([entry.id]);
      this.#workspace.announce(t('trash.gone', { title }));
    });
    await this.load();
  }

  async empty(): Promise<void> {
    const ids = (this.#entries ?? []).map(({ id }) => id);
    await this.#workspace.attempt(async () => {
      await archive.deleteForever(ids);
      this.#workspace.announce(t('trash.emptied'));
    });
    await this.load();
  }
}
