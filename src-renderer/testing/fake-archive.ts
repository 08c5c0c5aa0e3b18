import type {
  Article,
  ArchiveEvent,
  ArchiveStatus,
  ConflictCopy,
  InterruptedImport,
  BackupGeneration,
  Bridge,
  Collection,
  ErrorAnswer,
  FormerNote,
  Hit,
  NachleseApi,
  NewNote,
  OpenedArticle,
  PlacedNote,
  Reply,
  Settings,
  TrashEntry,
  Version,
  VersionDiff,
} from '#contract';
import { inventedArticles, paragraph } from './invented-articles.ts';
import { layOut } from './lay-out.ts';

const NOW = '2026-11-22T20:00:00Z';

/** A state of the archive in a backup, as it was at this time. */
export const madeGeneration = (created: string, damaged = 0): BackupGeneration => ({
  id: created.replace(/[-:.]/g, '').replace('Z', '000Z'),
  created,
  articles: 6,
  notes: 2,
  files: 24,
  bytes: 81_000,
  damaged,
});

type Entry = { article: Article; tags: string[]; read: boolean; starred: boolean };

class Refusal extends Error {
  constructor(readonly answer: ErrorAnswer) {
    super(answer.message);
  }
}

/** An archive in memory, for tests and screenshots of the window; forgets all when it is dropped. */
export class FakeArchive {
  readonly entries = new Map<string, Entry>();
  readonly notes = new Map<string, PlacedNote>();
  readonly collections = new Map<string, Collection>();
  readonly trash: { entry: TrashEntry; article: Entry | null; note: PlacedNote | null }[] = [];
  /** Calls as they came in, oldest first. */
  readonly calls: { method: string; args: unknown[] }[] = [];
  access: ArchiveStatus['access'] = 'writable';
  check: ArchiveStatus['check'] = {
    finished: null,
    checked: 0,
    quiet: false,
    found: { changed: [], missing: [], extra: [], unreadable: [] },
    damaged: 0,
    round: null,
  };
  lost: ArchiveStatus['lost'] = [];
  conflicts: ConflictCopy[] = [];
  interrupted: InterruptedImport[] = [];
  space: ArchiveStatus['space'] = null;
  /** Earlier captures by article, with how they compare to the newest. */
  readonly versions = new Map<string, { version: Version; diff: VersionDiff }[]>();
  readonly noteHistory = new Map<string, FormerNote[]>();
  /** Why the settings file could not be read. */
  trouble: string | null = null;
  /** Whether the archive was made at this start. */
  fresh = true;
  lastBackup: string | null = null;
  generations: BackupGeneration[] = [];
  settings: Settings;
  readonly #listeners = new Set<(event: ArchiveEvent) => void>();
  readonly #api: Partial<Record<keyof NachleseApi, (...args: never[]) => unknown>>;
  #next = 1;

  constructor(settings: Partial<Settings> = {}) {
    this.settings = {
      language: 'de',
      theme: 'light',
      creator: 'Mira Holt',
      archive: '/home/mira/Nachlese',
      archives: [
        { folder: '/home/mira/Nachlese', name: 'Nachlese' },
        { folder: '/media/redaktion/Archiv', name: 'Redaktion' },
      ],
      reading: { size: 19, measure: 66, hyphenate: true, font: 'serif' },
      listDensity: 'comfortable',
      shortcuts: true,
      tourSeen: true,
      backupReminder: { days: 30, later: null },
      quietCheck: true,
      layout: { rail: 'wide', listWidth: 360 },
      ...settings,
    };
    for (const { article, tags } of inventedArticles) {
      this.entries.set(article.id, { article, tags, read: false, starred: tags.length > 1 });
    }
    this.#api = this.#calls();
    const first = inventedArticles[0]?.article;
    if (first) {
      const { text } = layOut(first);
      const note = (words: string, color: NewNote['color'], body: string): void => {
        const start = text.indexOf(words);
        if (start >= 0) {
          this.#createNote({ articleId: first.id, range: { start, end: start + words.length }, color, body, tags: [] });
        }
      };
      note('Einen genauen Zeitpunkt nannte er nicht.', 'wheat', 'Auch die Agenturen nennen keinen Termin. Nachfragen.');
      note('Reichweite von bis zu 2.500 Kilometern', 'sky', 'Zahl prüfen: Hersteller nennt andere Werte.');
    }
    const [, second, third] = inventedArticles;
    this.collections.set('wasser', {
      id: 'wasser',
      name: 'Wasser',
      description: '',
      articleIds: [second?.article.id ?? '', inventedArticles[3]?.article.id ?? ''],
      modified: NOW,
    });
    this.collections.set('stadt', {
      id: 'stadt',
      name: 'Niederau',
      description: '',
      articleIds: [third?.article.id ?? ''],
      modified: NOW,
    });
  }

  /** The bridge a preload script would give: `window.nachlese = fake.bridge()`. */
  bridge(): Bridge {
    return {
      callArchive: async ({ method, args }) => {
        this.calls.push({ method, args });
        return JSON.stringify(await this.#reply(method, args));
      },
      onEvent: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      pathOfFile: (file) => `/home/mira/Downloads/${(file as File).name}`,
    };
  }

  async #reply(method: string, args: unknown[]): Promise<Reply<unknown>> {
    const answer = this.#api[method as keyof NachleseApi] as ((...all: unknown[]) => unknown) | undefined;
    try {
      if (!answer) throw new Refusal({ code: 'unknown-method', message: `Diese Attrappe kann „${method}“ nicht.` });
      return { ok: true, value: await answer(...args) };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, error: error.answer };
      return { ok: false, error: { code: 'internal', message: String(error) } };
    }
  }

  /** Tells the window something, as the archive would. */
  tell(event: ArchiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  status(): ArchiveStatus {
    return {
      id: 'fake',
      name: 'Nachlese',
      folder: '/home/mira/Nachlese',
      access: this.access,
      articles: this.entries.size,
      notes: this.notes.size,
      unreadable: [],
      indexing: null,
      lastVerified: null,
      check: this.check,
      lost: this.lost,
      lostCount: this.lost.length,
      space: this.space,
      lastBackup: this.lastBackup,
      backupFolder: this.lastBackup === null ? null : '/media/mira/Sicherung',
      fresh: this.fresh,
    };
  }

  #changed(): void {
    this.tell({ type: 'changed', articleIds: null });
    this.tell({ type: 'status', status: this.status() });
  }

  #entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new Refusal({ code: 'not-found', message: `Es gibt keinen Artikel „${id}“.` });
    return entry;
  }

  #row(id: string): Hit['row'] {
    const { article, tags, read, starred } = this.#entry(id);
    const notes = [...this.notes.values()].filter((note) => note.articleId === id).length;
    return {
      id,
      title: article.title,
      source: article.publisher ?? '',
      published: article.published,
      archived: article.archived,
      language: article.language,
      url: article.url,
      tags,
      notes,
      read,
      starred,
      words: layOut(article).text.split(/\s+/).length,
      image: null,
      unreadable: false,
    };
  }

  #open(id: string): OpenedArticle {
    const { article, tags, read, starred } = this.#entry(id);
    const { title, authors, publisher, published } = article;
    const none = { title: null, authors: null, publisher: null, published: null };
    return {
      article,
      captured: { title, authors, publisher, published },
      state: { tags, read, starred, citeKey: null, corrections: none },
      row: this.#row(id),
      ...layOut(article),
      notes: [...this.notes.values()].filter((note) => note.articleId === id),
      versions: (this.versions.get(id) ?? []).map(({ version }) => version),
    };
  }

  #createNote({ articleId, range, color, body, tags }: NewNote): PlacedNote {
    const { text } = layOut(this.#entry(articleId).article);
    const id = `note-${String(this.#next++)}`;
    const note: PlacedNote = {
      id,
      articleId,
      selector: range && {
        exact: text.slice(range.start, range.end),
        prefix: text.slice(Math.max(0, range.start - 32), range.start),
        suffix: text.slice(range.end, range.end + 32),
        ...range,
      },
      creator: this.settings.creator,
      own: true,
      color,
      body,
      tags,
      created: NOW,
      modified: null,
      revision: id,
      placement: range ? { state: 'exact', ...range } : { state: 'whole' },
    };
    this.notes.set(id, note);
    return note;
  }

  #matches(id: string, query: string): { start: number; end: number; kind: 'exact' }[] {
    const { text } = layOut(this.#entry(id).article);
    const found: { start: number; end: number; kind: 'exact' }[] = [];
    for (const word of query.split(/\s+/).filter((one) => one.length > 1)) {
      const escaped = word.replace(/[^\p{L}\p{N}]/gu, '\\$&');
      for (const match of text.matchAll(new RegExp(`[\\p{L}\\p{N}-]*${escaped}[\\p{L}\\p{N}-]*`, 'giu'))) {
        found.push({ start: match.index, end: match.index + match[0].length, kind: 'exact' });
      }
    }
    return found.sort((a, b) => a.start - b.start);
  }

  #hit(id: string, query: string): Hit | null {
    const row = this.#row(id);
    const matches = this.#matches(id, query);
    const words = query.split(/\s+/).filter(Boolean);
    const { text } = layOut(this.#entry(id).article);
    if (!words.every((word) => `${row.title} ${text}`.toLowerCase().includes(word.toLowerCase()))) return null;
    const from = Math.max(0, (matches[0]?.start ?? 0) - 50);
    const excerpt = text.slice(from, from + 200);
    const marks = matches
      .filter(({ end }) => end <= from + 200)
      .map(({ start, end }): [number, number] => [start - from, end - from]);
    return {
      id,
      title: row.title,
      source: row.source,
      published: row.published,
      score: matches.length,
      excerpt: { text: excerpt, marks },
      reasons: words.map((term) => ({ term, matched: term, kind: 'exact' as const })),
      at: matches[0]?.start ?? null,
      note: null,
      row,
    };
  }

  #remove(id: string): TrashEntry {
    const article = this.entries.get(id) ?? null;
    const note = this.notes.get(id) ?? null;
    const entry: TrashEntry = {
      id: `20261122T200000Z-${id}`,
      kind: article ? 'article' : 'note',
      title: article?.article.title ?? note?.selector?.exact ?? '',
      articleId: article?.article.id ?? note?.articleId ?? null,
      deleted: NOW,
      keptUntil: '2026-12-22T20:00:00Z',
    };
    this.trash.unshift({ entry, article, note });
    this.entries.delete(id);
    this.notes.delete(id);
    return entry;
  }

  #calls(): Partial<NachleseApi> {
    const collection = (id: string): Collection => {
      const found = this.collections.get(id);
      if (!found) throw new Refusal({ code: 'not-found', message: `Es gibt keine Sammlung „${id}“.` });
      return found;
    };
    const after = <T>(value: T): Promise<T> => {
      this.#changed();
      return Promise.resolve(value);
    };
    return {
      host: async () => ({
        door: 'electron',
        platform: 'linux',
        version: '0.1.0',
        runtime: 'Chromium',
        dialogs: true,
        language: 'de',
      }),
      readSettings: async () => this.settings,
      changeSettings: async (change) => {
        this.settings = { ...this.settings, ...change };
        this.tell({ type: 'settings', settings: this.settings });
        return this.settings;
      },
      settingsTrouble: async () => this.trouble,
      openArchive: async () => this.status(),
      createArchive: async () => this.status(),
      forgetArchive: async (folder) => {
        this.settings = { ...this.settings, archives: this.settings.archives.filter((one) => one.folder !== folder) };
        return this.settings;
      },
      backUp: async ({ job, folder }) => {
        this.tell({ type: 'backup-progress', job, done: 24, total: 24 });
        this.lastBackup = NOW;
        this.generations.unshift(madeGeneration(NOW));
        const [generation = madeGeneration(NOW)] = this.generations;
        this.#changed();
        return { folder, generation, copied: 24, copiedBytes: 81_000, damaged: [], skipped: [], removed: [] };
      },
      listBackups: async (folder) => {
        if (this.generations.length === 0)
          throw new Refusal({ code: 'not-found', message: `Nicht gefunden: Sicherung in „${folder}“.` });
        const { generations } = this;
        return [{ folder, archiveId: 'fake', archiveName: 'Nachlese', generations: [...generations], unreadable: [] }];
      },
      verifyBackup: async ({ folder }) => ({ folder, checked: 24, damaged: [], finished: NOW }),
      restoreBackup: async ({ generation }) => ({
        status: this.status(),
        generation: generation ?? '',
        files: 24,
        damaged: [],
      }),
      moveArchive: async ({ job, folder }) => {
        this.tell({ type: 'move-progress', job, step: 'copying', done: 12, total: 12 });
        return { folder, former: '/home/mira/Nachlese', files: 12, bytes: 81_000 };
      },
      diagnostics: async () => 'Nachlese 0.1.0\nLinux, Chromium\nArtikel: 6, Notizen: 2',
      chooseFiles: async () => ['/home/mira/Downloads/flut.txt'],
      chooseFolder: async () => '/home/mira/Artikel',
      chooseSavePath: async (name) => `/home/mira/${name}`,
      showInFolder: async () => undefined,
      openExternal: async () => undefined,
      status: async () => this.status(),
      stats: async () => {
        const articles = this.entries.size;
        return {
          articles,
          notes: this.notes.size,
          versions: 0,
          words: 2400,
          bytes: 81_000,
          allocated: 131_072,
          cacheBytes: 40_960,
          sources: [],
          languages: [],
          years: [],
          tags: [...new Set([...this.entries.values()].flatMap(({ tags }) => tags))].map((name) => ({
            name,
            count: 1,
          })),
        };
      },
      listArticles: async ({ sort, offset, limit, collection: id }) => {
        const ids = id ? collection(id).articleIds : [...this.entries.keys()];
        const rows = ids.filter((one) => this.entries.has(one)).map((one) => this.#row(one));
        if (!id) {
          rows.sort((a, b) => {
            if (sort === 'title') return a.title.localeCompare(b.title);
            const order = (b.published ?? '').localeCompare(a.published ?? '');
            return sort === 'oldest' ? -order : order;
          });
        }
        return { total: rows.length, rows: rows.slice(offset, limit === null ? undefined : offset + limit) };
      },
      openArticle: async (id) => this.#open(id),
      openVersion: async (id, version) => {
        const opened = this.#open(id);
        const archived = opened.versions.find((one) => one.id === version)?.archived ?? opened.article.archived;
        return { ...opened, article: { ...opened.article, archived } };
      },
      diffVersions: async (id, from, to) => {
        const found = this.versions.get(id)?.find(({ version }) => version.id === (from ?? to));
        if (!found) throw new Refusal({ code: 'not-found', message: 'Diese Fassung gibt es nicht.' });
        return found.diff;
      },
      search: async ({ query, offset, limit }) => {
        const hits = [...this.entries.keys()].map((id) => this.#hit(id, query)).filter((hit) => hit !== null);
        hits.sort((a, b) => b.score - a.score);
        return {
          query,
          understood: query,
          remarks: [],
          total: hits.length,
          tookMs: 1,
          hits: hits.slice(offset, offset + limit),
          facets: [],
          suggestion: hits.length ? null : 'Waffenruhe',
          complete: true,
        };
      },
      excerpts: async () => [],
      matchesIn: async (id, query) => this.#matches(id, query),
      complete: async () => [],
      importFormats: async () => [
        { name: 'text', extensions: ['txt'], label: 'Text' },
        { name: 'markdown', extensions: ['md'], label: 'Markdown' },
        { name: 'html', extensions: ['html', 'htm'], label: 'HTML' },
        { name: 'jsonld', extensions: ['jsonld'], label: 'W3C Web Annotation' },
      ],
      importSources: async ({ job, sources }) => {
        const imported = [];
        for (const [index, source] of sources.entries()) {
          const name = source.kind === 'path' ? source.path : source.kind === 'upload' ? source.name : 'Eingefügt';
          this.tell({
            type: 'import-progress',
            progress: { job, done: index, total: sources.length, failed: 0, source: name },
          });
          const id = `2026-11-22-importiert-${String(this.#next++)}`;
          const title = source.kind === 'paste' ? (source.paste.title ?? 'Eingefügter Artikel') : 'Nach der Flut';
          const body = source.kind === 'paste' ? source.paste.text : 'Das Wasser ging so leise, wie es gekommen war.';
          const template = inventedArticles[1]?.article;
          if (!template) continue;
          const article = { ...template, id, title, lead: [], blocks: body.split('\n\n').map(paragraph) };
          this.entries.set(id, { article, tags: [], read: false, starred: false });
          imported.push({ id, title, source: name });
        }
        const skipped = sources.length > 2 ? [{ source: 'alt.txt', reason: 'Schon im Archiv.', id: null }] : [];
        return after({
          job,
          imported,
          merged: [],
          skipped,
          failed: [],
          notes: { placed: 0, waiting: 0 },
          cancelled: false,
        });
      },
      cancelJob: async () => undefined,
      lookAround: async () => undefined,
      interruptedImports: async () => this.interrupted,
      resumeImport: async (id, job) => {
        this.interrupted = this.interrupted.filter((one) => one.id !== id);
        const imported = [
          { id: `2026-11-22-importiert-${String(this.#next++)}`, title: 'Nach der Flut', source: '/b' },
        ];
        const notes = { placed: 0, waiting: 0 };
        return after({ job, imported, merged: [], skipped: [], failed: [], notes, cancelled: false });
      },
      discardImport: async (id) => {
        this.interrupted = this.interrupted.filter((one) => one.id !== id);
      },
      undoImport: async () => after({ removed: 1 }),
      editArticle: async (id, corrections) => {
        const entry = this.#entry(id);
        const { title, authors, publisher, published } = { ...entry.article, ...corrections };
        const article = {
          ...entry.article,
          title: title ?? entry.article.title,
          authors: authors ?? [],
          publisher,
          published,
        };
        this.entries.set(id, { ...entry, article });
        return after(this.#open(id));
      },
      tagArticles: async (ids, add, remove) => {
        for (const id of ids) {
          const entry = this.#entry(id);
          entry.tags = [...new Set([...entry.tags, ...add])].filter((tag) => !remove.includes(tag));
        }
        return after(ids.map((id) => this.#row(id)));
      },
      markArticles: async (ids, change) => {
        for (const id of ids) Object.assign(this.#entry(id), change);
        return after(ids.map((id) => this.#row(id)));
      },
      deleteArticles: async (ids) => after(ids.map((id) => this.#remove(id))),
      deleteForever: async (ids) => {
        const kept = this.trash.filter(({ entry }) => !ids.includes(entry.id));
        this.trash.splice(0, this.trash.length, ...kept);
        return after(undefined);
      },
      listTrash: async () => this.trash.map(({ entry }) => entry),
      restore: async (ids) => {
        const articles: string[] = [];
        const notes: string[] = [];
        for (const { entry, article, note } of [...this.trash]) {
          if (!ids.includes(entry.id) && !ids.includes(entry.articleId ?? '') && !ids.includes(note?.id ?? ''))
            continue;
          if (article) this.entries.set(article.article.id, article);
          if (article) articles.push(article.article.id);
          if (note) this.notes.set(note.id, note);
          if (note) notes.push(note.id);
          this.trash.splice(
            this.trash.findIndex((one) => one.entry === entry),
            1,
          );
        }
        return after({ articles, notes });
      },
      listNotes: async ({ query, articleId }) =>
        [...this.notes.values()]
          .filter((note) => !articleId || note.articleId === articleId)
          .filter((note) => `${note.body} ${note.selector?.exact ?? ''}`.toLowerCase().includes(query.toLowerCase()))
          .map((note) => {
            const row = this.#row(note.articleId);
            return {
              ...note,
              articleTitle: row.title,
              articleSource: row.source,
              articlePublished: row.published,
            };
          }),
      createNote: async (note) => after(this.#createNote(note)),
      editNote: async (id, change) => {
        const note = this.notes.get(id);
        if (!note) throw new Refusal({ code: 'not-found', message: 'Diese Notiz gibt es nicht mehr.' });
        const edited = { ...note, ...change, modified: NOW };
        this.notes.set(id, edited);
        return after(edited);
      },
      deleteNotes: async (ids) => after(ids.map((id) => this.#remove(id))),
      listCollections: async () => [...this.collections.values()],
      createCollection: async (name) => {
        const made = { id: `c${String(this.#next++)}`, name, description: '', articleIds: [], modified: NOW };
        this.collections.set(made.id, made);
        return after(made);
      },
      editCollection: async (id, { remove = [], add = [], place = [], ...change }) => {
        const former = collection(id);
        const articleIds = [...new Set([...former.articleIds.filter((one) => !remove.includes(one)), ...add])];
        for (const { id: moved, before } of place) {
          if (articleIds.includes(moved)) articleIds.splice(articleIds.indexOf(moved), 1);
          const at = before === null ? -1 : articleIds.indexOf(before);
          articleIds.splice(at < 0 ? articleIds.length : at, 0, moved);
        }
        const edited = { ...former, ...change, articleIds, modified: NOW };
        this.collections.set(id, edited);
        return after(edited);
      },
      deleteCollection: async (id) => {
        this.collections.delete(id);
        return after(undefined);
      },
      exportFormats: async () => [
        { name: 'markdown', what: 'notes', label: 'Markdown', extension: 'md', shapes: ['one', 'many'] },
        { name: 'jsonld', what: 'notes', label: 'W3C Web Annotation', extension: 'jsonld', shapes: ['one', 'many'] },
      ],
      previewExport: async () => ({
        files: [
          {
            name: 'notizen.md',
            text: '---\ntitle: Trump will Russlands Staatschef Putin in Budapest treffen\n---\n\n> Einen genauen Zeitpunkt nannte er nicht.\n\nAuch die Agenturen nennen keinen Termin.\n',
            cut: false,
          },
        ],
        fileCount: 1,
        count: this.notes.size,
      }),
      renderExport: async () => ({
        files: [{ name: 'notizen.md', text: '> Einen genauen Zeitpunkt nannte er nicht.\n' }],
        count: 1,
      }),
      writeExport: async (_request, out) => ({ written: [out], count: this.notes.size }),
      noteHistory: async (id) => this.noteHistory.get(id) ?? [],
      restoreNote: async (id, former) => {
        const note = this.notes.get(id);
        const found = this.noteHistory.get(id)?.find((one) => one.id === former);
        if (!note || !found) throw new Refusal({ code: 'not-found', message: 'Diese Fassung gibt es nicht.' });
        const restored = { ...note, body: found.body, tags: found.tags, color: found.color, revision: `${former}!` };
        this.notes.set(id, restored);
        return after(restored);
      },
      acceptChanges: async (ids) => {
        this.lost = this.lost.filter(({ articleId }) => !ids.includes(articleId));
        this.check = { ...this.check, damaged: 0, found: { changed: [], missing: [], extra: [], unreadable: [] } };
        return after(ids.map((id) => ({ id, title: id, changed: [], added: [], missing: [], lost: [], kept: null })));
      },
      listConflicts: async () => this.conflicts,
      resolveConflict: async (path) => {
        const copy = this.conflicts.find((one) => one.path === path);
        if (copy === undefined) throw new Error(`no conflict copy ${path}`);
        this.conflicts = this.conflicts.filter((one) => one !== copy);
        return after(copy);
      },
      verify: async () => ({
        checked: 12,
        changed: [],
        missing: [],
        extra: [],
        unreadable: [],
        conflicts: [],
        finished: NOW,
      }),
      rebuild: async () => ({ articles: this.entries.size }),
    };
  }
}
