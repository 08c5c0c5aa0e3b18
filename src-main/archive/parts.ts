import type { ArchiveEvent, UiLanguage } from '#contract';
import type { SearchIndex } from '../search/search-index.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import type { HalfMade } from '../store/half-made.ts';
import type { readSource } from '../import/import-formats.ts';
import type { ArrivingArticles } from './arriving-articles.ts';
import type { ArticleTurns } from './article-turns.ts';
import type { Jobs } from './jobs.ts';
import type { LostFiles } from './lost-files.ts';
import type { RecordClaims } from './record-claims.ts';

/** Reads one source and yields its records; given from outside so that foreign HTML can be parsed in a worker. */
export type ReadSource = typeof readSource;

/** What the calls on an archive share: its files, its index, and what they are given from outside. */
export type Parts = {
  store: ArchiveStore;
  index: SearchIndex;
  now: () => Date;
  random: (count: number) => Uint8Array;
  /** The language of whoever asks; for the reasons in reports. */
  language: () => UiLanguage;
  /** Name written into new notes. */
  creator: () => string | null;
  emit: (event: ArchiveEvent) => void;
  /** Articles whose files could not be read, with the reason. */
  unreadable: Map<string, string>;
  /** What vanished without having been deleted here. */
  lost: LostFiles;
  /** Exports that are not whole yet. */
  halfMade: HalfMade;
  /** Articles that others are bringing; absent where nobody watches. */
  arriving?: ArrivingArticles;
  /** Who may read an article and tell the index of it. */
  turns: ArticleTurns;
  /** How often articles were deleted here since the archive was opened. */
  deletions: { count: number };
  /** What imports are about to store. */
  claims: RecordClaims;
  /** Looks at these articles again as soon as that succeeds: what is on disk is there, also while the index fails. */
  later: (ids: string[]) => void;
  /** Reads these articles again and brings index and lists in step, or {@link Parts.later}; never throws. */
  refresh: (ids: string[]) => Promise<void>;
  /** Takes articles that were just deleted here out of the index, or {@link Parts.later}; whoever deleted them tells. */
  takeOut: (ids: string[]) => Promise<void>;
  /** What runs, and may be asked to stop. */
  jobs: Jobs;
  /** Where an upload of the browser door lies; throws `not-found`. */
  upload: (id: string) => string;
  readSource: ReadSource;
};
