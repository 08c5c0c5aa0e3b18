import { createContext } from 'svelte';
import type { ArchiveEvent, ArchiveStatus, ExportWhat, Host, Settings, UiLanguage } from '#contract';
import { ArchiveFailure, answerIn, archive, onArchiveEvent } from '../archive-client.ts';
import { language, speak, t } from '../locales/index.svelte.ts';
import { keepLastArticle, lastArticle } from './last-article.ts';
import { SettingsChanges } from './settings-changes.ts';
import { applyReading, applyTheme } from './theme.ts';
import { Toasts, type ToastOptions } from './toasts.svelte.ts';
import { NARROW_BELOW, windowWidth } from './window-width.ts';

/**
 * What the window shows. "library", "notebook" and "collections" are lists in the middle column (320 px and up) with
 * the reader beside them; "import", "trash" and "settings" fill both.
 */
export type View = 'library' | 'notebook' | 'collections' | 'import' | 'trash' | 'settings';

/**
 * Where in an article to look: an offset in its plain text, a note, the query whose hits are marked. `words`: how what
 * was sought stands in the article, for its heading, which the plain text does not hold.
 */
export type Place = { at: number | null; noteId: string | null; query: string; words: readonly string[] };

/** What the export dialog starts with; what is left out, it asks for. */
export type ExportScope = {
  what?: ExportWhat;
  query?: string;
  articleIds?: string[] | null;
  noteIds?: string[] | null;
};

/** ms */
const COUNT_DELAY = 250;
/** Statuses asked for until one is left to come by itself. */
const MOST_ASKED = 5;
const NOWHERE: Place = { at: null, noteId: null, query: '', words: [] };

/** The state all parts of the window share: where one is, what is open, and how the archive is doing. */
export class Workspace {
  #view: View = $state('library');
  #articleId: string | null = $state(null);
  #articleTitle: string | null = $state(null);
  #place: Place = $state.raw(NOWHERE);
  #arrivedAt: Place | null = null;
  #greeting: Place | null = null;
  #reading = $state(false);
  #collectionId: string | null = $state(null);
  #exporting: ExportScope | null = $state.raw(null);
  #shortcutsShown = $state(false);
  #moving = $state(false);
  #restoring = $state(false);
  #status: ArchiveStatus | null = $state.raw(null);
  #statusesHeard = 0;
  #settings: Settings | null = $state.raw(null);
  readonly #changes = new SettingsChanges();
  #host: Host | null = $state.raw(null);
  #startFailure: ArchiveFailure | null = $state.raw(null);
  #searchFocus = $state(0);
  #counting = 0;
  #troubleTold: string | null = null;
  readonly toasts = new Toasts();

  get view(): View {
    return this.#view;
  }
  get articleId(): string | null {
    return this.#articleId;
  }
  /** Title of the article that is open, once it is there. */
  get articleTitle(): string | null {
    return this.#articleId === null ? null : this.#articleTitle;
  }
  set articleTitle(title: string | null) {
    this.#articleTitle = title;
  }
  /** Where there is room for one part only: the article, not the list. */
  get reading(): boolean {
    return this.#reading && this.#articleId !== null;
  }
  /** A new object with every {@link open}, so that opening the same place twice goes there twice. */
  get place(): Place {
    return this.#place;
  }
  /** True once the reader has gone to the {@link place} that was asked for last. */
  get arrived(): boolean {
    return this.#arrivedAt === this.#place;
  }
  /** Told by the reader when it is at a place. */
  arrive(place: Place): void {
    this.#arrivedAt = place;
  }
  /** Told by the reader when it could not open what is at a place. */
  miss(place: Place): void {
    // One that was deleted or damaged meanwhile is not what one wants to be greeted by.
    if (place === this.#greeting && place === this.#place && !this.arrived) this.#clear();
  }
  /** The collection shown in the collections view; null: all of them as a list. */
  get collectionId(): string | null {
    return this.#collectionId;
  }
  get exporting(): ExportScope | null {
    return this.#exporting;
  }
  get shortcutsShown(): boolean {
    return this.#shortcutsShown;
  }
  /** The dialog that moves the archive is open. */
  get moving(): boolean {
    return this.#moving;
  }

  /** An archive is to be made of a backup. */
  get restoring(): boolean {
    return this.#restoring;
  }
  get status(): ArchiveStatus | null {
    return this.#status;
  }
  /** False where notes, tags and imports cannot be saved. */
  get writable(): boolean {
    return this.#status?.access === 'writable';
  }
  /** null only before {@link start} is through. */
  get settings(): Settings | null {
    return this.#settings;
  }
  get host(): Host | null {
    return this.#host;
  }
  get language(): UiLanguage {
    return language();
  }
  /** Why the archive could not be opened at start; null: it could. */
  get startFailure(): ArchiveFailure | null {
    return this.#startFailure;
  }
  /** Counts up whenever the search box should take the focus. */
  get searchFocus(): number {
    return this.#searchFocus;
  }

  /** Asks the archive what it is and how the user likes it; then listens. The answer stops the listening. */
  async start(): Promise<() => void> {
    const stop = onArchiveEvent((event) => {
      this.#hear(event);
    });
    await this.refresh();
    return stop;
  }

  /** Asks again for what {@link start} asked. */
  async refresh(): Promise<void> {
    try {
      const status = this.#askStatus();
      // Heard below; the settings count even where the archive does not open.
      status.catch(() => undefined);
      const [host, settings] = await Promise.all([archive.host(), archive.readSettings()]);
      this.#host = host;
      this.#adopt(settings);
      void this.#tellTrouble();
      await status;
      this.#startFailure = null;
      await this.#openAtStart();
    } catch (error) {
      this.#startFailure = asFailure(error);
    }
  }

  /** Takes what the archive answers, unless it told something meanwhile, which may be newer: then it is asked again. */
  async #askStatus(): Promise<void> {
    for (let tries = 0; tries < MOST_ASKED; tries++) {
      const heard = this.#statusesHeard;
      const status = await archive.status();
      if (heard !== this.#statusesHeard) continue;
      this.#status = status;
      return;
    }
  }

  /** A settings file that could not be read, with what became of it: its owner must know. */
  async #tellTrouble(): Promise<void> {
    // Whatever keeps the program from answering is told by the calls beside this one.
    const trouble = await archive.settingsTrouble().catch(() => null);
    if (trouble !== null && trouble !== this.#troubleTold) this.toasts.add('failed', trouble, {});
    this.#troubleTold = trouble;
  }

  /** At the very first start the article that is there lies open, later the one that was open last. */
  async #openAtStart(): Promise<void> {
    const status = this.#status;
    // Where it would cover the search box, it does not.
    if (status === null || this.#articleId !== null || windowWidth() < NARROW_BELOW) return;
    const id = status.fresh ? await firstArticle() : lastArticle(window.localStorage, status.id);
    if (id === null || this.articleId !== null || this.#status?.id !== status.id) return;
    // Whoever went elsewhere meanwhile is not called back: the article lies open beside the list they return to.
    this.#greeting = { ...NOWHERE };
    this.#lay(id, this.#greeting);
    if (this.#view === 'library') this.#reading = true;
  }

  show(view: View): void {
    this.#view = view;
    this.#reading = false;
    if (view === 'collections') this.#collectionId = null;
  }

  /** Shows one collection. */
  showCollection(id: string): void {
    this.#view = 'collections';
    this.#reading = false;
    this.#collectionId = id;
  }

  /** Opens an article beside the list that is there, or beside the library. */
  open(articleId: string, place: Partial<Place> = {}): void {
    this.#lay(articleId, { ...NOWHERE, ...place });
    this.#reading = true;
    if (this.#view === 'import' || this.#view === 'trash' || this.#view === 'settings') this.#view = 'library';
  }

  #lay(articleId: string, place: Place): void {
    this.#articleId = articleId;
    this.#place = place;
    this.#keepOpen(articleId);
  }

  /** Goes back to the list where there is room for one part only; the article stays open. */
  leaveArticle(): void {
    this.#reading = false;
  }

  /** Closes the article. */
  close(): void {
    this.#clear();
    this.#keepOpen(null);
  }

  #clear(): void {
    this.#articleId = null;
    this.#place = NOWHERE;
  }

  #keepOpen(articleId: string | null): void {
    if (this.#status) keepLastArticle(window.localStorage, this.#status.id, articleId);
  }

  /** Goes to the search box, from wherever one is. */
  search(): void {
    this.#view = 'library';
    this.#reading = false;
    this.#searchFocus++;
  }

  startExport(scope: ExportScope = {}): void {
    this.#exporting = scope;
  }
  endExport(): void {
    this.#exporting = null;
  }
  showRestore(shown: boolean): void {
    this.#restoring = shown;
  }

  showMove(shown: boolean): void {
    this.#moving = shown;
  }
  showShortcuts(shown: boolean): void {
    this.#shortcutsShown = shown;
  }

  /** Says that something was done, and offers to take it back. */
  announce(message: string, options: ToastOptions = {}): void {
    this.toasts.add('done', message, options);
  }

  /** Says that something failed, in the archive's own words. */
  fail(error: unknown): void {
    const failure = asFailure(error);
    if (failure.code === 'cancelled') return;
    this.toasts.add('failed', failure.message, {});
  }

  /** Runs something that may fail, and says so if it does; null: it did. */
  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  /** Takes effect at once; what cannot be saved is said, not silently lost. */
  async changeSettings(change: Partial<Settings>): Promise<void> {
    const number = this.#changes.begin(change);
    this.#showSettings();
    const saved = await this.attempt(() => archive.changeSettings(change));
    this.#changes.end(number, saved);
    this.#showSettings();
  }

  /** Counts change with every import, tag and note; once per burst is enough to ask again. */
  #countSoon(): void {
    window.clearTimeout(this.#counting);
    this.#counting = window.setTimeout(() => {
      // Whatever keeps the archive from answering is told by the call that it hindered.
      void this.#askStatus().catch(() => undefined);
    }, COUNT_DELAY);
  }

  #adopt(settings: Settings): void {
    this.#changes.tell(settings);
    this.#showSettings();
  }

  #showSettings(): void {
    const settings = this.#changes.shown;
    if (settings === null) return;
    this.#settings = settings;
    const chosen = settings.language ?? systemLanguage(this.#host);
    speak(chosen);
    answerIn(chosen);
    applyTheme(settings.theme);
    applyReading(settings.reading);
  }

  #hear(event: ArchiveEvent): void {
    switch (event.type) {
      case 'status':
        this.#statusesHeard += 1;
        this.#status = event.status;
        break;
      case 'settings':
        this.#adopt(event.settings);
        break;
      case 'archive-opened': {
        const isSame = event.status.id === this.#status?.id;
        this.#statusesHeard += 1;
        this.#status = event.status;
        this.#startFailure = null;
        // It moved: what one reads is still there.
        if (isSame) {
          void this.refresh();
          break;
        }
        this.#clear();
        this.#collectionId = null;
        this.#view = 'library';
        void this.refresh();
        break;
      }
      case 'open-request':
        if (event.articleId) this.open(event.articleId, { noteId: event.noteId });
        break;
      case 'changed':
        this.#countSoon();
        break;
      case 'import-progress':
      case 'verify-progress':
      case 'backup-progress':
      case 'move-progress':
        break;
    }
  }
}

/** The newest article there is; null: none. */
async function firstArticle(): Promise<string | null> {
  const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: 1, collection: null });
  return rows[0]?.id ?? null;
}

/** At the browser door the reader's language is the browser's, not that of the machine it is served from. */
function systemLanguage(host: Host | null): UiLanguage {
  if (host?.door === 'browser') return navigator.language.startsWith('de') ? 'de' : 'en';
  return host?.language ?? 'de';
}

/** Everything that can be thrown, as the one shape the window shows. */
export function asFailure(error: unknown): ArchiveFailure {
  if (error instanceof ArchiveFailure) {
    return error.code === 'internal' && error.cause
      ? new ArchiveFailure('internal', t('shell.disconnected'), { cause: error.cause })
      : error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ArchiveFailure('internal', t('shell.internalError', { message }), { cause: error });
}

export const [getWorkspace, setWorkspace] = createContext<Workspace>();
