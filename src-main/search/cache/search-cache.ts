import { mkdirSync, rmSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueEntry } from '../catalogue.ts';
import { CacheLock } from './cache-lock.ts';
import { CatalogueLog, type CatalogueChange } from './catalogue-log.ts';
import { TextLog } from './text-log.ts';

const CATALOGUE = 'catalogue.log';
const TEXTS = 'texts.log';
const SEGMENT = /^segment-(\d+)\.bin(?:\.new)?$/;

/** Catalogue and texts in the cache folder; a second process on the same folder reads and writes nothing. */
export class SearchCache {
  readonly #folder: string;
  readonly #archiveId: string;
  readonly #lock: CacheLock | null;
  #log: CatalogueLog | null = null;
  #lastSegment = 0;
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

  /** What the cache holds; null: nothing usable, and both files begin anew. */
  load(): CatalogueChange[] | null {
    const changes = CatalogueLog.read(join(this.#folder, CATALOGUE), this.#archiveId);
    if (!changes) this.clear();
    return changes;
  }

  /** Call once after loading: what follows is appended. */
  begin(entries: Iterable<CatalogueEntry>): void {
    if (!this.#lock) return;
    this.#log?.close();
    this.#log = CatalogueLog.rewrite(join(this.#folder, CATALOGUE), this.#archiveId, entries);
  }

  append(changes: CatalogueChange[]): void {
    this.#log?.append(changes);
  }

  get textsPath(): string {
    return join(this.#folder, TEXTS);
  }

  /** Files of finished segments. */
  segmentPaths(): string[] {
    return this.#segmentNames()
      .filter((name) => name.endsWith('.bin'))
      .map((name) => join(this.#folder, name));
  }

  /** A name no segment has had. */
  freshSegmentPath(): string {
    const numbers = this.#segmentNames().map((name) => Number(SEGMENT.exec(name)?.[1]));
    this.#lastSegment = Math.max(this.#lastSegment, ...numbers) + 1;
    return join(this.#folder, `segment-${String(this.#lastSegment).padStart(6, '0')}.bin`);
  }

  removeSegment(path: string): void {
    if (this.#lock) rmSync(path, { force: true });
  }

  clear(): void {
    this.texts.close();
    if (this.#lock) {
      this.#log?.close();
      this.#log = null;
      for (const name of [CATALOGUE, TEXTS, ...this.#segmentNames()]) rmSync(join(this.#folder, name), { force: true });
    }
    this.texts = this.#openTexts();
  }

  close(): void {
    this.texts.close();
    this.#log?.close();
    this.#lock?.release();
  }

  #segmentNames(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => SEGMENT.test(name));
    } catch {
      return [];
    }
  }

  #openTexts(): TextLog {
    const path = this.textsPath;
    if (this.#lock) {
      mkdirSync(this.#folder, { recursive: true });
      return new TextLog(path, true);
    }
    return new TextLog(existsSync(path) ? path : null, false);
  }
}
