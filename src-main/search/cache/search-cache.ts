import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue } from '../catalogue.ts';
import { CacheLock } from './cache-lock.ts';
import { CatalogueLog, type CatalogueChange } from './catalogue-log.ts';
import { StoredCatalogue } from './catalogue-snapshot.ts';
import { openCatalogue, type PackJob } from './pack-catalogue.ts';
import { readShared } from './section-file.ts';
import { TEXT_FILE, TextLog } from './text-log.ts';

const LOG = 'catalogue.log';
const SNAPSHOT = /^catalogue-(\d+)\.bin(?:\.new)?$/;
/** Of a program that was killed. */
const UNFINISHED = /^segment-\d+\.bin\.new$/;
const SEGMENT = /^segment-(\d+)\.bin(?:\.new)?$/;

/** A log longer than this, and than this share of the catalogue, is packed into a snapshot. */
const FEWEST_CHANGES = 1_000;
const MOST_CHANGES = 0.05;

/** Catalogue, texts and segments in the cache folder; a second process on the same folder reads and writes nothing. */
export class SearchCache {
  readonly #folder: string;
  readonly #archiveId: string;
  readonly #lock: CacheLock | null;
  #log: CatalogueLog | null = null;
  #changes = 0;
  #packing: Promise<void> | null = null;
  #generation = 0;
  texts: TextLog;

  constructor(folder: string, archiveId: string, token: string) {
    this.#folder = folder;
    this.#archiveId = archiveId;
    this.#lock = CacheLock.take(folder, token);
    this.texts = this.#openTexts();
  }

  get writable(): boolean {
    return this.#lock !== null;
  }

  /** What the cache holds; empty where it holds nothing usable: then all files begin anew. What follows is appended. */
  load(): Catalogue {
    // Where another process writes, the files may be replaced between two looks.
    for (let attempt = 0; attempt < (this.#lock ? 1 : 2); attempt++) {
      const log = CatalogueLog.read(join(this.#folder, LOG), this.#archiveId);
      const catalogue = log && openCatalogue(this.#folder, this.#archiveId, log);
      if (!catalogue) continue;
      if (this.#lock) this.#log = CatalogueLog.open(join(this.#folder, LOG), log.end);
      this.#changes = log.changes.length;
      this.#removeOthers(SNAPSHOT, log.snapshot?.file);
      this.#removeOthers(UNFINISHED, undefined);
      return catalogue;
    }
    this.clear();
    return new Catalogue();
  }

  append(changes: readonly CatalogueChange[]): void {
    this.#log?.append(changes);
    this.#changes += changes.length;
  }

  /** Packs a log that has become long, by `run`, while it goes on. `size`: articles in the catalogue. */
  async pack(size: number, run: (job: PackJob) => Promise<void>): Promise<void> {
    await this.#packing;
    if (!this.#log || this.#changes < Math.max(FEWEST_CHANGES, size * MOST_CHANGES)) return;
    this.#packing = this.#pack(this.#log, run).finally(() => {
      this.#packing = null;
    });
    await this.#packing;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Files of finished segments. */
  segmentPaths(): string[] {
    return this.#names(SEGMENT)
      .filter((name) => name.endsWith('.bin'))
      .map((name) => join(this.#folder, name));
  }

  /** A name no segment has had. */
  freshSegmentPath(): string {
    return this.#freshPath('segment', SEGMENT);
  }

  removeSegment(path: string): void {
    if (this.#lock) rmSync(path, { force: true });
  }

  /** Throws where the disk is full; what follows is then kept in this session only. */
  clear(): void {
    this.#generation++;
    this.texts.close();
    this.#changes = 0;
    try {
      if (this.#lock) this.#empty();
    } finally {
      this.texts = this.#openTexts();
    }
  }

  close(): void {
    this.#generation++;
    this.texts.close();
    this.#closeLog();
    this.#lock?.release();
  }

  #empty(): void {
    this.#closeLog();
    // The log first: without it nothing else counts.
    const names = [SNAPSHOT, SEGMENT, TEXT_FILE, /^texts\.log$/].flatMap((own) => this.#names(own));
    for (const name of [LOG, ...names]) rmSync(join(this.#folder, name), { force: true });
    this.#log = CatalogueLog.replace(join(this.#folder, LOG), this.#archiveId, null, new Uint8Array(0));
  }

  /** Forgotten first: whatever fails after it, nothing is written under a number that the next open file may have. */
  #closeLog(): void {
    const log = this.#log;
    this.#log = null;
    log?.close();
  }

  async #pack(log: CatalogueLog, run: (job: PackJob) => Promise<void>): Promise<void> {
    const generation = this.#generation;
    const logPath = join(this.#folder, LOG);
    const snapshotPath = this.#freshPath('catalogue', SNAPSHOT);
    const [upTo, changes] = [log.size, this.#changes];
    try {
      await run({ archiveId: this.#archiveId, logPath, upTo, snapshotPath });
    } catch {
      // A full disk, a thread that died: the log goes on as it is, and is tried again later.
      if (generation === this.#generation) this.#removeOthers(SNAPSHOT, this.#snapshotInUse());
      return;
    }
    if (generation !== this.#generation) {
      if (this.#lock) rmSync(snapshotPath, { force: true });
      return;
    }
    const buffer = readShared(snapshotPath);
    const stored = buffer && StoredCatalogue.decode(buffer, this.#archiveId);
    if (!stored) return;
    const file = snapshotPath.slice(this.#folder.length + 1);
    try {
      const behind = readFileSync(logPath).subarray(upTo);
      this.#closeLog();
      this.#log = CatalogueLog.replace(logPath, this.#archiveId, { file, sum: stored.sum }, behind);
      this.#changes -= changes;
    } catch {
      // As above: a full disk.
      this.#log ??= this.#reopenLog();
    }
    this.#removeOthers(SNAPSHOT, this.#snapshotInUse());
  }

  /** The log as it lies there, whether it was replaced or not; null: it cannot be written, and this session does without. */
  #reopenLog(): CatalogueLog | null {
    const path = join(this.#folder, LOG);
    const left = CatalogueLog.read(path, this.#archiveId);
    try {
      return left && CatalogueLog.open(path, left.end);
    } catch {
      return null;
    }
  }

  #snapshotInUse(): string | undefined {
    return CatalogueLog.read(join(this.#folder, LOG), this.#archiveId, 0)?.snapshot?.file;
  }

  #removeOthers(pattern: RegExp, kept: string | undefined): void {
    if (!this.#lock) return;
    for (const name of this.#names(pattern)) {
      if (name !== kept) rmSync(join(this.#folder, name), { force: true });
    }
  }

  /** A path whose number is higher than any there is. */
  #freshPath(name: string, pattern: RegExp): string {
    const numbers = this.#names(pattern).map((own) => Number(pattern.exec(own)?.[1]));
    this.#lastNumber = Math.max(this.#lastNumber, ...numbers) + 1;
    return join(this.#folder, `${name}-${String(this.#lastNumber).padStart(6, '0')}.bin`);
  }

  #lastNumber = 0;

  #names(pattern: RegExp): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => pattern.test(name));
    } catch {
      return [];
    }
  }

  #openTexts(): TextLog {
    return new TextLog(this.#folder, this.#lock !== null);
  }
}
