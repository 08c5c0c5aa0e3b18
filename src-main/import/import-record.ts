import type { UiLanguage } from '#contract';
import type { Draft, DraftNote, NoteTarget } from '../article/draft.ts';
import type { ArchiveError } from '../errors.ts';

/** What a source yields, one by one; `source` names the record for the report ("a.csv#12"). */
export type ImportRecord =
  | { kind: 'draft'; source: string; draft: Draft }
  | { kind: 'note'; source: string; note: DraftNote; target: NoteTarget }
  | { kind: 'failed'; source: string; error: ArchiveError };

/** The bytes of one source and the name they came under. */
export type SourceInput = { name: string; bytes: Uint8Array };

export type ReadOptions = {
  /** Name of a format of the table, or null to recognise it. */
  format: string | null;
  now: Date;
  /** BCP 47, where the caller knows it; else the source says or its words are looked at. */
  language: string | null;
  /** Where the caller knows it (a paste form): then no line of the source is taken for one. */
  title?: string | null;
};

/** One import format: how it is known and how it is read (DESIGN.md, "The life of an import"). */
export type ImportFormat = {
  /** As `--format` takes it. */
  name: string;
  /** In lower case, without the dot. */
  extensions: readonly string[];
  label: Readonly<Record<UiLanguage, string>>;
  /** True where the beginning of a source shows this format, whatever its name says. */
  recognises: (beginning: string) => boolean;
  /** Yields drafts, notes and failures; throws only where the source as a whole cannot be read. */
  read: (input: SourceInput, options: ReadOptions, pages: PageReader) => AsyncIterable<ImportRecord>;
};

/** What a page reader is asked: foreign text that only a bounded parser may touch. */
export type PageRequest = { kind: 'html' | 'markdown'; text: string; name: string; title: string | null };

/** What a page holds; title and text are canonical. */
export type Page = Pick<Draft, 'lead' | 'blocks' | 'assets'> & {
  metadata: Draft['metadata'];
  tags: string[];
};

/** Reads a page, here or in a worker; throws ArchiveError `too-large`, `too-slow`, `no-text`, `malformed-input`. */
export type PageReader = (request: PageRequest) => Promise<Page>;
