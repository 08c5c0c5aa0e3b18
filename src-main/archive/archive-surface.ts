import type { ArchiveApi, ArchiveEvent, UiLanguage } from '#contract';
import type { SearchWorkerMaker } from '../search/open-search.ts';
import type { Moved } from '../store/move-archive.ts';
import type { ImportHistory } from './import-history.ts';
import type { MoveRequest } from './move-calls.ts';
import type { ReadSource } from './parts.ts';

/** What an archive is given from outside, so that it knows no host, no clock and no chance of its own. */
export type ArchiveOptions = {
  now: () => Date;
  /** `count` random bytes. */
  random: (count: number) => Uint8Array;
  /** Language of the caller, for sentences in reports. */
  language: () => UiLanguage;
  /** Name for new notes. */
  creator: () => string | null;
  /** Name of the archive as its owner calls it; null: its folder's. */
  name: string | null;
  /** Parent of all caches; this archive's is keyed by its id and real path. */
  cacheFolder: string;
  /** Remembers across runs what must not be forgotten: folders that held an archive. */
  dataFolder: string;
  /** "if-missing" makes the folder an archive where it is missing or empty and not remembered; "anyway" even then. */
  create: 'never' | 'if-missing' | 'anyway';
  /** Look for changes others make in the folder. */
  watch: boolean;
  /** Whether to check all files while nobody works; asked again and again. Left out: never. */
  quietCheck?: () => boolean;
  /** Makes the thread the index lives in; null: in this one. */
  createSearchWorker: SearchWorkerMaker | null;
  readSource?: ReadSource;
  /** What imports brought to this very archive before it was moved, so that they can still be taken back. */
  imports?: ImportHistory;
  /** Where an upload of the browser door lies. */
  upload?: (id: string) => string;
};

/** One open archive: all of the contract's calls, and what only its hosts need. */
export type Archive = ArchiveApi & {
  readonly id: string;
  readonly folder: string;
  /** Made by this very call of {@link openArchive}. */
  readonly fresh: boolean;
  /** What the imports of this session brought. */
  readonly imports: ImportHistory;
  /** Resolves when index and lists agree with the folder as it was at opening. */
  inStep(): Promise<void>;
  /** A file of an article for a host to serve; throws `not-found`. */
  asset(id: string, name: string): Promise<{ path: string; mediaType: string; size: number }>;
  /** The one article whose id is or begins with this; throws `not-found` or `ambiguous`. */
  resolveId(prefix: string): Promise<string>;
  onEvent(listener: (event: ArchiveEvent) => void): () => void;
  /** Whether a job that runs was asked to stop. */
  isCancelled(job: string): boolean;
  /** Moves the folder; this archive stays with the former one, reads, and refuses to write. Throws as `moveArchive`. */
  moveTo(request: MoveRequest): Promise<Moved>;
  close(): Promise<void>;
};
