import type { ExportFormat, ExportPreview, ExportRequest, ExportWhat, NachleseApi } from '#contract';
import { asFailure, type ExportScope } from '../shell/workspace.svelte.ts';

export type ExportApi = Pick<NachleseApi, 'exportFormats' | 'previewExport'>;

/** ms after the last change before the preview is asked for. */
const PAUSE = 150;

/** What is to be exported and how, with a preview that follows every change; the newest answer wins. */
export class ExportChoice {
  readonly #archive: ExportApi;
  readonly #articleIds: string[] | null;
  readonly #noteIds: string[] | null;
  #formats: readonly ExportFormat[] = $state.raw([]);
  #what: ExportWhat = $state('notes');
  #name = $state('');
  #shape: 'one' | 'many' = $state('many');
  #query = $state('');
  #scoped = $state(false);
  #preview: ExportPreview | null = $state.raw(null);
  #failure = $state('');
  #turn = 0;
  #timer = 0;

  constructor(archive: ExportApi, scope: ExportScope) {
    this.#archive = archive;
    this.#articleIds = scope.articleIds ?? null;
    this.#noteIds = scope.noteIds ?? null;
    this.#what = scope.what ?? 'notes';
    this.#query = scope.query ?? '';
    this.#scoped = this.hasSelection;
  }

  readonly #whats = $derived([...new Set(this.#formats.map(({ what }) => what))]);
  readonly #fitting = $derived(this.#formats.filter(({ what }) => what === this.#what));
  readonly #format = $derived(this.#fitting.find(({ name }) => name === this.#name) ?? this.#fitting[0] ?? null);

  /** What can be exported at all. */
  get whats(): readonly ExportWhat[] {
    return this.#whats;
  }
  get formats(): readonly ExportFormat[] {
    return this.#fitting;
  }
  /** null until the formats are known. */
  get format(): ExportFormat | null {
    return this.#format;
  }
  get shape(): 'one' | 'many' {
    const shapes = this.#format?.shapes ?? [];
    return shapes.includes(this.#shape) ? this.#shape : (shapes[0] ?? 'one');
  }
  set shape(shape: 'one' | 'many') {
    this.#shape = shape;
    this.#ask();
  }
  get what(): ExportWhat {
    return this.#what;
  }
  set what(what: ExportWhat) {
    this.#what = what;
    this.#ask();
  }
  get query(): string {
    return this.#query;
  }
  set query(query: string) {
    this.#query = query;
    this.#ask(PAUSE);
  }
  /** The dialog was opened on something that was chosen. */
  get hasSelection(): boolean {
    return this.#articleIds !== null || this.#noteIds !== null;
  }
  get selectionSize(): number {
    return this.#noteIds?.length ?? this.#articleIds?.length ?? 0;
  }
  /** Only what was chosen. */
  get scoped(): boolean {
    return this.#scoped;
  }
  set scoped(scoped: boolean) {
    this.#scoped = scoped;
    this.#ask();
  }
  get preview(): ExportPreview | null {
    return this.#preview;
  }
  /** Why there is no preview, as a sentence; "": there is, or it is on its way. */
  get failure(): string {
    return this.#failure;
  }

  set formatName(name: string) {
    this.#name = name;
    this.#ask();
  }

  /** null until the formats are known. */
  get request(): ExportRequest | null {
    if (this.#format === null) return null;
    const notes = this.#what === 'notes';
    return {
      what: this.#what,
      format: this.#format.name,
      query: this.#scoped ? '' : this.#query.trim(),
      articleIds: this.#scoped ? this.#articleIds : null,
      noteIds: this.#scoped && notes ? this.#noteIds : null,
      shape: this.shape,
    };
  }

  /** `folders`: this door can write where the user points; what is a folder needs one. */
  async start(folders = true): Promise<void> {
    try {
      const formats = await this.#archive.exportFormats();
      this.#formats = formats.filter(({ what }) => folders || what !== 'archive');
      await this.#show();
    } catch (error) {
      this.#failure = asFailure(error).message;
    }
  }

  #ask(pause = 0): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#show(), pause);
  }

  async #show(): Promise<void> {
    const { request } = this;
    if (request === null) return;
    const turn = ++this.#turn;
    try {
      const preview = await this.#archive.previewExport(request);
      if (turn !== this.#turn) return;
      this.#preview = preview;
      this.#failure = '';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#preview = null;
      this.#failure = asFailure(error).message;
    }
  }
}
