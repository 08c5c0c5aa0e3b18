/**
 * The one contract between the window (or a browser, or a shell) and the archive. Types only; imports nothing.
 * Long on purpose: whoever wants to know what can be asked of an archive reads this one file.
 *
 * Everywhere: a position or length in text counts UTF-16 code units of an article's plain text; a duration is in
 * seconds where it belongs to content and in ms where it belongs to the program; sizes are bytes; a time is ISO 8601,
 * with zone or a plain date, as precise as its source. Unknown is null; every field is always present.
 */

// ---------------------------------------------------------------- the document

/** What a stretch of text is marked as. A link goes to http, https or mailto only. */
export type Mark =
  | { type: 'strong' }
  | { type: 'emphasis' }
  | { type: 'code' }
  | { type: 'sub' }
  | { type: 'sup' }
  | { type: 'link'; href: string }
  | { type: 'language'; language: string | null; direction: Direction | null };

export type Direction = 'ltr' | 'rtl';

/** Running text is a flat list; marks never nest, each text carries all of its own. */
export type Inline =
  | { type: 'text'; text: string; marks: Mark[] }
  | { type: 'break' }
  /** Points at the footnote block with this `id`; `label` is what the reader sees, "[1]". */
  | { type: 'footnote-reference'; id: string; label: string };

type BlockBase = {
  /** BCP 47, where it differs from the article's. */
  language: string | null;
  direction: Direction | null;
};

export type HeadingBlock = BlockBase & { type: 'heading'; level: 2 | 3 | 4; content: Inline[] };
export type ParagraphBlock = BlockBase & { type: 'paragraph'; content: Inline[] };
export type QuoteBlock = BlockBase & { type: 'quote'; blocks: Block[] };
export type ListBlock = BlockBase & { type: 'list'; ordered: boolean; start: number | null; items: Block[][] };
export type DefinitionListBlock = BlockBase & {
  type: 'definition-list';
  entries: { terms: Inline[][]; definitions: Block[][] }[];
};
export type FigureBlock = BlockBase & {
  type: 'figure';
  /** Name of an asset of this article; null where only the caption was kept. */
  asset: string | null;
  alt: string | null;
  caption: Inline[];
  /** The line as written, "Quelle: AP". */
  creditLine: string | null;
  /** Who is credited, "AP". */
  credit: string | null;
};
export type VideoBlock = BlockBase & {
  type: 'video';
  caption: Inline[];
  /** Date and length as written, "10.09.2025 | 0:21 min". */
  stamp: string | null;
  date: string | null;
  /** Seconds. */
  duration: number | null;
  poster: string | null;
  url: string | null;
};
export type TableBlock = BlockBase & {
  type: 'table';
  caption: Inline[];
  rows: { cells: { header: boolean; content: Inline[] }[] }[];
};
export type CodeBlock = BlockBase & { type: 'code'; text: string; syntax: string | null };
export type RuleBlock = BlockBase & { type: 'rule' };
export type FootnoteBlock = BlockBase & { type: 'footnote'; id: string; label: string; blocks: Block[] };

export type Block =
  | HeadingBlock
  | ParagraphBlock
  | QuoteBlock
  | ListBlock
  | DefinitionListBlock
  | FigureBlock
  | VideoBlock
  | TableBlock
  | CodeBlock
  | RuleBlock
  | FootnoteBlock;

/** A file that belongs to an article; `name` is `<sha256 prefix>.<ext>`, unique in the article. */
export type Asset = {
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** Pixels, where known. */
  width: number | null;
  height: number | null;
};

/** Where a record came from: the file or container, and for a container its SHA-256. */
export type Origin = { name: string; record: string | null; sha256: string | null; format: string };

/** What the user may correct; the captured text itself never changes. */
export type Corrections = {
  title: string | null;
  authors: string[] | null;
  publisher: string | null;
  published: string | null;
};

/** One captured article. Tags, read and starred are not here: they are {@link ArticleState}. */
export type Article = {
  id: string;
  title: string;
  /** "lead": the source had no headline; the title is the lead's first sentence without its full stop. */
  titleFrom: 'source' | 'lead' | 'file';
  kicker: string | null;
  lead: Inline[];
  authors: string[];
  publisher: string | null;
  agency: string | null;
  section: string | null;
  edition: string | null;
  page: string | null;
  databaseId: string | null;
  /** BCP 47. */
  language: string | null;
  published: string | null;
  modified: string | null;
  /** When it was captured. */
  archived: string;
  url: string | null;
  canonicalUrl: string | null;
  /** Unique in the archive; never changes by itself. */
  citeKey: string | null;
  blocks: Block[];
  assets: Asset[];
  importedFrom: Origin | null;
};

/** A value and when it was last changed, so that two copies of an archive merge field by field. */
export type Timed<T> = { value: T; changed: string };

/** What the user thinks of an article; kept apart from the capture. */
export type ArticleState = {
  tags: string[];
  read: boolean;
  starred: boolean;
  citeKey: string | null;
  corrections: Corrections;
};

// ---------------------------------------------------------------- notes

export type NoteColor = 'wheat' | 'moss' | 'sky' | 'rose' | 'lilac';

/** A place in a text: the words with their surroundings, and where they stood when the note was made. */
export type Selector = { exact: string; prefix: string; suffix: string; start: number; end: number };

export type Note = {
  id: string;
  articleId: string;
  /** null: a note on the whole article. */
  selector: Selector | null;
  creator: string | null;
  /** False for notes of others, brought in by import or sync: shown, never edited. */
  own: boolean;
  color: NoteColor;
  /** Markdown, kept as plain text. */
  body: string;
  tags: string[];
  created: string;
  modified: string | null;
  /** SHA-256 of the note as read; an edit sends it back, so that two editors never overwrite each other. */
  revision: string;
};

/** Where a note stands in the text as it is now; derived, never stored. */
export type Placement =
  | { state: 'exact'; start: number; end: number }
  /** Found elsewhere or with small changes; 1 is the very words. */
  | { state: 'moved'; start: number; end: number; score: number }
  | { state: 'unplaced' }
  | { state: 'whole' };

export type PlacedNote = Note & { placement: Placement };

/** A note in a list, with what a reader needs to know it by. */
export type NoteRow = PlacedNote & { articleTitle: string; articleSource: string; articlePublished: string | null };

export type NewNote = {
  articleId: string;
  /** UTF-16 offsets into the article's plain text; null: the whole article. */
  range: { start: number; end: number } | null;
  color: NoteColor;
  body: string;
  tags: string[];
};
export type NoteChange = { color?: NoteColor; body?: string; tags?: string[] };

// ---------------------------------------------------------------- lists and search

export type SortOrder = 'relevance' | 'newest' | 'oldest' | 'title' | 'added';

/** One article in a list. */
export type ArticleRow = {
  id: string;
  title: string;
  /** Outlet: publisher, else host of the address, else "". */
  source: string;
  published: string | null;
  archived: string;
  language: string | null;
  url: string | null;
  tags: string[];
  /** Count. */
  notes: number;
  read: boolean;
  starred: boolean;
  /** Count, lead and blocks. */
  words: number;
  /** First image that is stored, for a thumbnail. */
  image: string | null;
  /** Its files could not be read: shown as such, left untouched. */
  unreadable: boolean;
};

export type ListRequest = {
  sort: Exclude<SortOrder, 'relevance'>;
  offset: number;
  /** null: all. */
  limit: number | null;
  collection: string | null;
};
export type ListAnswer = { total: number; rows: ArticleRow[] };

/** Why a word matched: `matched` is the word as it stands in the article. */
export type MatchKind = 'exact' | 'form' | 'part' | 'prefix' | 'typo' | 'name' | 'phrase' | 'note';
export type Reason = { term: string; matched: string; kind: MatchKind };

/** Text in its original spelling; `marks` are [start, end) in UTF-16 code units of `text`. */
export type Excerpt = { text: string; marks: [number, number][] };

export type Hit = {
  id: string;
  title: string;
  source: string;
  published: string | null;
  score: number;
  excerpt: Excerpt;
  reasons: Reason[];
  /** First place in the plain text, so that the reader opens there; null: only title or note matched. */
  at: number | null;
  /** Found in a note: its words with marks. */
  note: { id: string; excerpt: Excerpt } | null;
  row: ArticleRow;
};

export type SearchRequest = {
  query: string;
  offset: number;
  limit: number;
  sort: SortOrder;
  /** Leave excerpts for a later {@link ArchiveApi.excerpts} call: the list is there sooner. */
  withoutExcerpts?: boolean;
  facets?: boolean;
  /** Same caller, newer search: the older one may be given up. Empty: never given up. */
  caller?: string;
};

export type FacetName = 'source' | 'month' | 'tag' | 'language' | 'notes' | 'unread';
export type Facet = { name: FacetName; values: { value: string; count: number }[] };

/** Something about a query that was not as written; still searched. */
export type QueryRemark = { code: string; message: string; start: number; end: number };

export type SearchAnswer = {
  query: string;
  /** The query as understood, in the same language it can be typed in. */
  understood: string;
  remarks: QueryRemark[];
  total: number;
  /** ms, in the archive. */
  tookMs: number;
  hits: Hit[];
  facets: Facet[];
  /** "Meinten Sie …": a query that would find something; only when nothing was found. */
  suggestion: string | null;
  /** False while parts of the index are still being loaded. */
  complete: boolean;
};

/** Where the words of a query stand in one article: to mark them in the reader. */
export type TextMatch = { start: number; end: number; kind: MatchKind };

/**
 * What may follow at the end of a query: a field name ("quelle:") or a field with a value. `text` takes the place of the
 * query's last word, that is of all behind its last blank.
 */
export type Completion = { text: string; kind: 'field' | 'value'; count: number | null };

// ---------------------------------------------------------------- reading

export type OpenedArticle = {
  /** With the user's corrections applied. */
  article: Article;
  /** Title, authors, publisher and date as captured. */
  captured: Corrections;
  state: ArticleState;
  row: ArticleRow;
  /** Lead and blocks as plain text: all offsets refer to it. */
  text: string;
  /**
   * Where each piece of drawn text starts in `text`, by its path in the article: "lead.0", "blocks.3.content.1",
   * "blocks.4.creditLine", "blocks.5.items.0.0.content.0". Pieces are texts, references, code, credit lines and stamps.
   */
  textOffsets: Record<string, number>;
  notes: PlacedNote[];
  versions: Version[];
};
/** An earlier capture; `id` is its archived time as a folder name, 20251016T120000Z. */
export type Version = { id: string; archived: string; words: number };

/** A stretch of two texts compared: in both, only in the first, or only in the second. */
export type DiffPiece = { kind: 'same' | 'removed' | 'added'; text: string };
/** `version` null: the newest. */
export type DiffSide = { version: string | null; archived: string; title: string; words: number };
/** Two captures of one article, word by word. */
export type VersionDiff = {
  id: string;
  from: DiffSide;
  to: DiffSide;
  title: DiffPiece[];
  /** The paragraphs of both texts in order; one without any change is a single piece. */
  paragraphs: DiffPiece[][];
  /** Words only in `to`, words only in `from`. */
  added: number;
  removed: number;
};

/** A note as it was before a change; `id` names it among the former versions of its note. */
export type FormerNote = {
  id: string;
  /** When the change replaced it. */
  replaced: string;
  body: string;
  tags: string[];
  color: NoteColor;
  quote: string | null;
};

// ---------------------------------------------------------------- import

/** What the window hands over: a path (Electron), an upload's id (browser), or text that was typed or pasted. */
export type ImportSource =
  | { kind: 'path'; path: string }
  | { kind: 'upload'; upload: string; name: string }
  /** `name`: the file the text came from, where the program itself has read one. */
  | { kind: 'paste'; paste: PastedArticle; name?: string };
export type PastedArticle = {
  title: string | null;
  url: string | null;
  publisher: string | null;
  published: string | null;
  authors: string[];
  /** Plain text or Markdown; or HTML from the clipboard in `html`. */
  text: string;
  html: string | null;
};
export type ImportRequest = {
  job: string;
  sources: ImportSource[];
  format: string | null;
  tags: string[];
  dryRun: boolean;
};
export type ImportProgress = { job: string; done: number; total: number | null; failed: number; source: string };
export type ImportedItem = { id: string; title: string; source: string };
export type ImportReport = {
  job: string;
  imported: ImportedItem[];
  merged: (ImportedItem & { reason: string })[];
  skipped: { source: string; reason: string; id: string | null }[];
  failed: { source: string; reason: string; code: ErrorCode }[];
  /** Notes that came along: placed in an article, or waiting for theirs. */
  notes: { placed: number; waiting: number };
  cancelled: boolean;
};
/** An import whose program was ended in the middle; `done` of its `total` files (null: not known) are stored. */
export type InterruptedImport = {
  id: string;
  /** ISO 8601. */
  started: string;
  /** Paths of files and folders; names of what was sent or pasted. */
  sources: string[];
  done: number;
  total: number | null;
};
export type FormatDescription = { name: string; extensions: string[]; label: string };

// ---------------------------------------------------------------- export

export type ExportWhat = 'notes' | 'articles' | 'archive';
export type ExportFormat = {
  name: string;
  what: ExportWhat;
  label: string;
  extension: string;
  /** Can be written as one file, as one per article, or both. */
  shapes: ('one' | 'many')[];
};
export type ExportRequest = {
  what: ExportWhat;
  format: string;
  /** Search query; "" is all. */
  query: string;
  articleIds: string[] | null;
  noteIds: string[] | null;
  shape: 'one' | 'many';
};
export type ExportPreview = {
  /** First files, cut to `PREVIEW_CHARACTERS`. */
  files: { name: string; text: string; cut: boolean }[];
  fileCount: number;
  count: number;
};
export type ExportedFile = { name: string; text: string };
/** `count`: notes or articles in the files. */
export type RenderedExport = { files: ExportedFile[]; count: number };
/** `damaged`: files that went along as they are, though not as their digests say. */
export type ExportResult = { written: string[]; count: number; damaged?: string[] };

// ---------------------------------------------------------------- collections, trash, health

/** A dossier: articles in an order of the user's. */
export type Collection = { id: string; name: string; description: string; articleIds: string[]; modified: string };

/** What is to become of a collection, in this order. The inverse takes it back and leaves alone what others did since. */
export type CollectionChange = {
  name?: string;
  description?: string;
  /** Articles that are to leave it. */
  remove?: string[];
  /** Articles that are to be in it; new ones come last. */
  add?: string[];
  /** Each to stand right before another article, added where it is not in it; null, or one that is not in it: last. */
  place?: { id: string; before: string | null }[];
};

export type TrashEntry = {
  /** Name of the entry in the trash folder. */
  id: string;
  kind: 'article' | 'note' | 'collection';
  title: string;
  articleId: string | null;
  deleted: string;
  /** When it may be purged at the earliest. */
  keptUntil: string;
};

/** A copy that file sync or another program made of a file that was changed in two places. */
export type ConflictCopy = {
  /** Relative to the archive, with forward slashes. */
  path: string;
  /** What it is a copy of; it may not be there. */
  of: string;
  /** Who makes such names: "Syncthing". */
  by: string;
  kind: 'note' | 'state' | 'collection' | 'waiting-note' | 'capture' | 'other';
  articleId: string | null;
  /** "same": says what is there already; "alone": what it is a copy of is not there. */
  content: 'same' | 'different' | 'alone' | 'unreadable';
};
/** merge: both are kept; take: the copy instead of what is there; trash: what is there. What loses goes to the trash. */
export type ConflictChoice = 'merge' | 'take' | 'trash';

export type VerifyReport = {
  /** Files looked at. */
  checked: number;
  changed: string[];
  missing: string[];
  extra: string[];
  unreadable: string[];
  conflicts: string[];
  finished: string;
};

/** What was taken for wanted in one article; paths relative to the archive. All empty: nothing differed. */
export type AcceptReport = {
  id: string;
  title: string;
  changed: string[];
  added: string[];
  /** No longer expected: files, or a whole article that is gone. */
  missing: string[];
  /** Given up, as it could not be read: a `state.json`, or with `#` a field of it. The former file is in `kept`. */
  lost: string[];
  /** Folder in the archive in which the earlier manifest and the former bytes are kept; null: nothing had to be. */
  kept: string | null;
};

/** A file that was there when it was last looked at, and is now neither in its place nor in the trash. */
export type LostFile = { path: string; articleId: string; title: string; noticed: string };

/** What checking found of late, and how far the quiet check in the background is. */
export type CheckSummary = {
  /** When the last check of all files ended; null: never on this machine. */
  finished: string | null;
  /** Files looked at in it. */
  checked: number;
  /** It went on by itself, while nobody worked. */
  quiet: boolean;
  /** Damaged files by kind, as far as known now; each list is cut to the first hundred. */
  found: Pick<VerifyReport, 'changed' | 'missing' | 'extra' | 'unreadable'>;
  /** How many in all. */
  damaged: number;
  /** The round of the quiet check under way, counted in articles; null: none is. */
  round: { done: number; total: number; since: string; resting: boolean } | null;
};

/** Bytes on the archive's disk; `low`: less than 100 MB or 1 % is left. */
export type DiskSpace = { free: number; total: number; low: boolean };

/** One state of the archive as a backup holds it; `id` is its time as a file name, 20261122T120000000Z. */
export type BackupGeneration = {
  id: string;
  created: string;
  articles: number;
  notes: number;
  /** Count, and bytes as a restored archive has them. */
  files: number;
  bytes: number;
  /** Files that were damaged in the archive when this generation was made. */
  damaged: number;
};
/** A folder that holds backups of one archive. Generations newest first; `unreadable` are names of damaged ones. */
export type BackupInfo = {
  folder: string;
  archiveId: string;
  archiveName: string;
  generations: BackupGeneration[];
  unreadable: string[];
};
/** A file that was not as its digest says. `kept`: a good copy of it stands in its place in the backup. */
export type BackupDamage = { path: string; problem: 'changed' | 'missing' | 'unreadable'; kept: boolean };
export type BackupReport = {
  folder: string;
  generation: BackupGeneration;
  /** Files and bytes that were not in the backup yet. */
  copied: number;
  copiedBytes: number;
  damaged: BackupDamage[];
  /** What is not backed up: links, devices, names that not every disk can hold. */
  skipped: string[];
  /** Generations thinned out by the rule in docs/backup-format.md. */
  removed: string[];
};
export type BackupCheck = {
  folder: string;
  /** Files looked at. */
  checked: number;
  /** `file` is relative to the backup, `path` to the archive, `generations` those that need it. */
  damaged: { file: string; path: string | null; problem: BackupDamage['problem']; generations: string[] }[];
  finished: string;
};
export type RestoredBackup = {
  status: ArchiveStatus;
  generation: string;
  files: number;
  /** Files of the archive that the backup has no sound copy of. */
  damaged: string[];
};

export type ArchiveAccess =
  | 'writable'
  /** The disk or its owner allows no writing. */
  | 'read-only'
  /** Made by a newer Nachlese. */
  | 'newer'
  /** The folder vanished, was emptied or replaced while open. */
  | 'vanished'
  /** What a move left behind: the archive goes on in another folder. */
  | 'moved';

export type ArchiveStatus = {
  id: string;
  name: string;
  folder: string;
  access: ArchiveAccess;
  articles: number;
  notes: number;
  unreadable: { id: string; reason: string }[];
  /** Index work still to do; null: none. */
  indexing: { done: number; total: number } | null;
  lastVerified: string | null;
  check: CheckSummary;
  /** What vanished without having been deleted here: the first hundred, and how many in all. */
  lost: LostFile[];
  lostCount: number;
  /** null: the system does not tell. */
  space: DiskSpace | null;
  lastBackup: string | null;
  /** Where it lies; null: none was made from this machine. */
  backupFolder: string | null;
  /** True only in the session in which this archive was made. */
  fresh: boolean;
};

export type ArchiveStats = {
  articles: number;
  notes: number;
  versions: number;
  words: number;
  /** Apparent and allocated, without index and cache. */
  bytes: number;
  allocated: number;
  cacheBytes: number;
  sources: { name: string; count: number }[];
  languages: { name: string; count: number }[];
  years: { name: string; count: number }[];
  tags: { name: string; count: number }[];
};

// ---------------------------------------------------------------- settings

export type Theme = 'system' | 'light' | 'dark' | 'sepia' | 'contrast';
export type UiLanguage = 'de' | 'en';

export type Settings = {
  /** null: as the system says. */
  language: UiLanguage | null;
  theme: Theme;
  /** Name written into notes; null: not yet asked. */
  creator: string | null;
  /** Folder of the archive opened last. */
  archive: string | null;
  archives: { folder: string; name: string }[];
  reading: { size: number; measure: number; hyphenate: boolean; font: 'serif' | 'sans' };
  listDensity: 'comfortable' | 'compact';
  shortcuts: boolean;
  tourSeen: boolean;
  /** Remind of a backup when the last one is so many days old (null: never), and not before `later`. */
  backupReminder: { days: number | null; later: string | null };
  /** Check all files bit by bit while nobody works. */
  quietCheck: boolean;
  layout: { rail: 'wide' | 'narrow'; listWidth: number };
};

/** What the door at which this window stands can do. */
export type Host = {
  door: 'electron' | 'browser';
  platform: string;
  version: string;
  runtime: string;
  /** Native dialogs for files and folders; else the window uses the browser's own. */
  dialogs: boolean;
  language: UiLanguage;
};

// ---------------------------------------------------------------- the calls

/** What one open archive can be asked. Every call may fail with an {@link ErrorCode}. */
export type ArchiveApi = {
  status(): Promise<ArchiveStatus>;
  stats(): Promise<ArchiveStats>;

  listArticles(request: ListRequest): Promise<ListAnswer>;
  openArticle(id: string): Promise<OpenedArticle>;
  openVersion(id: string, version: string): Promise<OpenedArticle>;

  search(request: SearchRequest): Promise<SearchAnswer>;
  excerpts(query: string, ids: string[]): Promise<{ id: string; excerpt: Excerpt; at: number | null }[]>;
  matchesIn(id: string, query: string): Promise<TextMatch[]>;
  complete(query: string): Promise<Completion[]>;

  importSources(request: ImportRequest): Promise<ImportReport>;
  importFormats(): Promise<FormatDescription[]>;
  cancelJob(job: string): Promise<void>;
  /** Looks whether others changed something that nobody was told of, as on a network drive; cheap, asked when a window comes to the front. */
  lookAround(): Promise<void>;
  /** Imports that were left half, by a killed program or as their archive was closed, the latest first. */
  interruptedImports(): Promise<InterruptedImport[]>;
  /** Goes on with one, as the new job `job`; what is stored is not read again. Throws `not-found`. */
  resumeImport(id: string, job: string): Promise<ImportReport>;
  /** Forgets one; what it stored stays. Throws `not-found`. */
  discardImport(id: string): Promise<void>;
  /** Takes back what one import brought, into the trash. */
  undoImport(job: string): Promise<{ removed: number }>;

  editArticle(id: string, corrections: Partial<Corrections>): Promise<OpenedArticle>;
  tagArticles(ids: string[], add: string[], remove: string[]): Promise<ArticleRow[]>;
  markArticles(ids: string[], change: { read?: boolean; starred?: boolean }): Promise<ArticleRow[]>;

  deleteArticles(ids: string[]): Promise<TrashEntry[]>;
  deleteForever(ids: string[]): Promise<void>;
  listTrash(): Promise<TrashEntry[]>;
  /** Trash entries, article ids or note ids. */
  restore(ids: string[]): Promise<{ articles: string[]; notes: string[] }>;
  restoreVersion(id: string, version: string): Promise<OpenedArticle>;
  /** Compares two captures; null: the newest. */
  diffVersions(id: string, from: string | null, to: string | null): Promise<VersionDiff>;

  listNotes(request: { query: string; articleId: string | null }): Promise<NoteRow[]>;
  createNote(note: NewNote): Promise<PlacedNote>;
  editNote(id: string, change: NoteChange, revision: string): Promise<PlacedNote>;
  /** Gives an unplaced note a new place. */
  attachNote(id: string, range: { start: number; end: number }, revision: string): Promise<PlacedNote>;
  /** Former versions of a note, newest first; kept for seven days after the change that replaced them. */
  noteHistory(id: string): Promise<FormerNote[]>;
  /** Makes a note what it was; what it is now becomes a former version. */
  restoreNote(id: string, former: string, revision: string): Promise<PlacedNote>;
  deleteNotes(ids: string[]): Promise<TrashEntry[]>;

  listCollections(): Promise<Collection[]>;
  createCollection(name: string): Promise<Collection>;
  /** Changes only what is asked for, whatever else was changed meanwhile. Throws `not-found`. */
  editCollection(id: string, change: CollectionChange): Promise<Collection>;
  deleteCollection(id: string): Promise<void>;

  exportFormats(): Promise<ExportFormat[]>;
  previewExport(request: ExportRequest): Promise<ExportPreview>;
  /** The files as text, for a door that cannot write where the user points. */
  renderExport(request: ExportRequest): Promise<RenderedExport>;
  writeExport(request: ExportRequest, out: string, force: boolean): Promise<ExportResult>;

  verify(request: { job: string; ids: string[] | null }): Promise<VerifyReport>;
  /** Adds a generation; `thorough` reads all of the backup again, so that what is damaged there is copied anew. */
  backUp(request: { job: string; folder: string; thorough: boolean }): Promise<BackupReport>;
  /** Takes changed files of articles for wanted and seals them anew; what was there before is kept. */
  acceptChanges(ids: string[]): Promise<AcceptReport[]>;
  /** Conflict copies in the archive's folder, by path. */
  listConflicts(): Promise<ConflictCopy[]>;
  /** Settles one. Throws `not-found`, and `unreadable` where it can only be put into the trash. */
  resolveConflict(path: string, choice: ConflictChoice): Promise<ConflictCopy>;
  rebuild(): Promise<{ articles: number }>;
};

/** What a move did: where the archive is now, and the folder that was left as it was. */
export type MovedArchive = { folder: string; former: string; files: number; bytes: number };

/** What is asked of the program rather than of one archive. */
export type ProgramApi = {
  host(): Promise<Host>;
  readSettings(): Promise<Settings>;
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  /** Why the settings file could not be read and what became of it, as a sentence; null: it could. */
  settingsTrouble(): Promise<string | null>;
  openArchive(folder: string): Promise<ArchiveStatus>;
  createArchive(folder: string, name: string): Promise<ArchiveStatus>;
  forgetArchive(folder: string): Promise<Settings>;
  /** The backups in a folder or on a drive; `not-found` where there is none. */
  listBackups(folder: string): Promise<BackupInfo[]>;
  verifyBackup(request: { job: string; folder: string }): Promise<BackupCheck>;
  /** Makes an archive of a backup in a missing or empty folder and opens it; `generation` null: the newest. */
  restoreBackup(request: {
    job: string;
    backup: string;
    generation: string | null;
    folder: string;
  }): Promise<RestoredBackup>;
  /**
   * Copies the open archive into a new or empty folder, compares every file, and goes on there; the former folder stays.
   * Changes made meanwhile come along. Throws `move-refused`, `cancelled` (by {@link ArchiveApi.cancelJob}), or what the
   * disk says; then the archive is where it was.
   */
  moveArchive(request: { job: string; folder: string }): Promise<MovedArchive>;
  /** Facts for a bug report; no titles, no texts, no addresses. */
  diagnostics(): Promise<string>;

  /** Native dialogs; null: cancelled. Refused with "not-at-this-door" in a browser. */
  chooseFiles(): Promise<string[] | null>;
  chooseFolder(purpose: 'archive' | 'import' | 'export' | 'backup'): Promise<string | null>;
  chooseSavePath(suggestedName: string): Promise<string | null>;
  showInFolder(path: string): Promise<void>;
  /** http, https and mailto only; the window has shown the address before. */
  openExternal(url: string): Promise<void>;
};

export type NachleseApi = ArchiveApi & ProgramApi;
export type Method = keyof NachleseApi;

/** One call as it crosses a door. */
export type Call = { method: string; args: unknown[]; language: UiLanguage };

export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorAnswer };
export type ErrorAnswer = { code: ErrorCode; message: string };

export type ErrorCode =
  | 'bad-argument'
  | 'unknown-method'
  | 'not-at-this-door'
  | 'not-found'
  | 'ambiguous'
  | 'unreadable'
  | 'archive-missing'
  | 'archive-foreign'
  | 'archive-damaged'
  | 'archive-newer'
  | 'archive-locked'
  | 'archive-read-only'
  | 'archive-vanished'
  | 'archive-remembered'
  | 'archive-moved'
  | 'move-refused'
  | 'backup-inside'
  | 'backup-foreign'
  | 'backup-space'
  | 'disk-full'
  | 'no-permission'
  | 'io'
  | 'exists'
  | 'conflict'
  | 'unsupported-format'
  | 'empty-input'
  | 'binary-input'
  | 'wrong-encoding'
  | 'malformed-input'
  | 'too-large'
  | 'too-deep'
  | 'too-slow'
  | 'no-text'
  | 'quote-not-found'
  | 'quote-ambiguous'
  | 'query-refused'
  | 'runtime-too-old'
  | 'cancelled'
  | 'internal';

// ---------------------------------------------------------------- events

/** What the archive tells its windows unasked. */
export type ArchiveEvent =
  /** Articles, notes or collections changed, here or on disk; ids null: anything may have. */
  | { type: 'changed'; articleIds: string[] | null }
  | { type: 'status'; status: ArchiveStatus }
  | { type: 'import-progress'; progress: ImportProgress }
  | { type: 'verify-progress'; job: string; checked: number; total: number | null }
  /** Files copied and compared; "waiting" for an import to end, "switching" to the new folder. */
  | { type: 'move-progress'; job: string; step: 'copying' | 'waiting' | 'switching'; done: number; total: number }
  | { type: 'backup-progress'; job: string; done: number; total: number | null }
  | { type: 'settings'; settings: Settings }
  /** Another archive is open now: everything shown is stale. */
  | { type: 'archive-opened'; status: ArchiveStatus }
  /** Files or a nachlese:// link were handed to the program from outside. */
  | { type: 'open-request'; paths: string[]; articleId: string | null; noteId: string | null };

/** What the preload script gives the window: a call, events, and the path of a dropped file. */
export type Bridge = {
  /** A {@link Reply} as JSON: text crosses processes, and worlds in a window, quicker than the objects it describes. */
  callArchive(call: Call): Promise<string>;
  onEvent(listener: (event: ArchiveEvent) => void): () => void;
  /** "" where the file has no path on this machine. */
  pathOfFile(file: unknown): string;
};
