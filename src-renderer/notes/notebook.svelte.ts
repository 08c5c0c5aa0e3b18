import type { NachleseApi, NoteColor, NoteRow, Placement } from '#contract';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';

export type NotebookApi = Pick<NachleseApi, 'listNotes' | 'deleteNotes' | 'restore'>;
export type NotebookHost = Pick<Workspace, 'announce' | 'attempt' | 'fail'>;

/** One line of the list: an article as heading of its notes, or a note. */
export type NotebookLine =
  | { kind: 'article'; key: string; title: string; source: string; published: string | null; count: number }
  | { kind: 'note'; key: string; note: NoteRow };

/** ms after the last key before the archive is asked. */
const PAUSE = 120;

/** All notes of the archive as a list that can be searched, filtered and chosen from. */
export class Notebook {
  readonly #archive: NotebookApi;
  readonly #host: NotebookHost;
  #turn = 0;
  #timer = 0;
  #query = $state('');
  #rows: readonly NoteRow[] | null = $state.raw(null);
  #total = $state(0);
  #colors: ReadonlySet<NoteColor> = $state.raw(new Set());
  #tag = $state('');
  #placing: Placement['state'] | '' = $state('');
  #chosen: ReadonlySet<string> = $state.raw(new Set());
  #anchor: string | null = null;

  constructor(archive: NotebookApi, host: NotebookHost) {
    this.#archive = archive;
    this.#host = host;
  }

  readonly #shown = $derived(
    (this.#rows ?? []).filter(
      (note) =>
        (this.#colors.size === 0 || this.#colors.has(note.color)) &&
        (this.#tag === '' || note.tags.includes(this.#tag)) &&
        (this.#placing === '' || note.placement.state === this.#placing),
    ),
  );
  readonly #lines = $derived(inArticles(this.#shown));
  readonly #tags = $derived(
    [...new Set((this.#rows ?? []).flatMap((note) => note.tags))].sort((a, b) => a.localeCompare(b)),
  );
  readonly #chosenShown = $derived(this.#shown.filter(({ id }) => this.#chosen.has(id)));

  /** False until the first answer. */
  get ready(): boolean {
    return this.#rows !== null;
  }
  /** How many notes there are at all, whatever is searched for. */
  get total(): number {
    return this.#total;
  }
  get shown(): readonly NoteRow[] {
    return this.#shown;
  }
  get lines(): readonly NotebookLine[] {
    return this.#lines;
  }
  /** Tags of the notes found, to filter by. */
  get tags(): readonly string[] {
    return this.#tags;
  }
  get query(): string {
    return this.#query;
  }
  set query(query: string) {
    this.#query = query;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.load(), PAUSE);
  }
  get colors(): ReadonlySet<NoteColor> {
    return this.#colors;
  }
  get tag(): string {
    return this.#tag;
  }
  set tag(tag: string) {
    this.#tag = tag;
  }
  get placing(): Placement['state'] | '' {
    return this.#placing;
  }
  set placing(state: Placement['state'] | '') {
    this.#placing = state;
  }
  get filtered(): boolean {
    return this.#colors.size > 0 || this.#tag !== '' || this.#placing !== '';
  }
  /** Chosen notes that can be seen; a filter never acts on what it hides. */
  get chosen(): readonly NoteRow[] {
    return this.#chosenShown;
  }
  isChosen(id: string): boolean {
    return this.#chosen.has(id);
  }

  toggleColor(color: NoteColor): void {
    const colors = new Set(this.#colors);
    if (!colors.delete(color)) colors.add(color);
    this.#colors = colors;
  }

  clearFilters(): void {
    this.#colors = new Set();
    this.#tag = '';
    this.#placing = '';
  }

  /** Chooses one note more or less; `through`: everything from the one chosen before up to this one. */
  choose(id: string, through = false): void {
    // In the order one sees, which is by article.
    const ids = this.#lines.filter((line) => line.kind === 'note').map(({ key }) => key);
    const from = this.#anchor === null ? -1 : ids.indexOf(this.#anchor);
    const to = ids.indexOf(id);
    const chosen = new Set(this.#chosen);
    if (through && from !== -1 && to !== -1) {
      for (const each of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.add(each);
    } else if (!chosen.delete(id)) chosen.add(id);
    this.#anchor = id;
    this.#chosen = chosen;
  }

  chooseAll(): void {
    this.#chosen = new Set(this.#shown.map(({ id }) => id));
  }
  chooseNone(): void {
    this.#chosen = new Set();
    this.#anchor = null;
  }

  /** Asks the archive; an answer that comes after a newer question is dropped. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const query = this.#query.trim();
    try {
      const rows = await this.#archive.listNotes({ query, articleId: null });
      if (turn !== this.#turn) return;
      this.#rows = rows;
      if (query === '') this.#total = rows.length;
      if (this.#tag !== '' && !rows.some((note) => note.tags.includes(this.#tag))) this.#tag = '';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#rows ??= [];
      this.#host.fail(error);
    }
  }

  /** Into the trash, with a way back. */
  async remove(notes: readonly NoteRow[]): Promise<void> {
    const entries = await this.#host.attempt(() => this.#archive.deleteNotes(notes.map(({ id }) => id)));
    if (!entries) return;
    this.chooseNone();
    await this.load();
    this.#host.announce(t('notes.deleted', { count: entries.length }), {
      undo: async () => {
        await this.#host.attempt(() => this.#archive.restore(entries.map(({ id }) => id)));
        await this.load();
      },
    });
  }
}

/** Notes under their articles, both in the order in which they came. */
function inArticles(notes: readonly NoteRow[]): NotebookLine[] {
  const groups = new Map<string, NoteRow[]>();
  for (const note of notes) {
    const group = groups.get(note.articleId);
    if (group) group.push(note);
    else groups.set(note.articleId, [note]);
  }
  return [...groups].flatMap(([articleId, group]): NotebookLine[] => {
    const [first] = group;
    if (!first) return [];
    const { articleTitle: title, articleSource: source, articlePublished: published } = first;
    return [
      { kind: 'article', key: `article-${articleId}`, title, source, published, count: group.length },
      ...group.map((note): NotebookLine => ({ kind: 'note', key: note.id, note })),
    ];
  });
}
