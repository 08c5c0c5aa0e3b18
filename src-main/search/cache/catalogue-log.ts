import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ArticleRow } from '#contract';
import type { CatalogueEntry } from '../catalogue.ts';
import { checkSum, SUM_LENGTH } from './check-sum.ts';
import { writeFully } from './text-log.ts';

/** Raise when records change: an older cache is ignored and built anew. */
const FORMAT = 2;

/** A change of the catalogue. */
export type CatalogueChange =
  { put: CatalogueEntry } | { remove: string } | { row: ArticleRow; stamp: string | null; hasHighlight: boolean };

/** The catalogue as a list of changes, one line each with its checksum. */
export class CatalogueLog {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Changes up to the first damaged line; null: missing, of another archive or of another format. */
  static read(path: string, archiveId: string): CatalogueChange[] | null {
    let lines: string[];
    try {
      lines = readFileSync(path, 'utf8').split('\n');
    } catch {
      return null;
    }
    if (lines[0] !== header(archiveId)) return null;
    const changes: CatalogueChange[] = [];
    for (const line of lines.slice(1)) {
      if (line === '') continue;
      const json = line.slice(SUM_LENGTH + 1);
      if (line.slice(0, SUM_LENGTH) !== checkSum(json)) break;
      changes.push(JSON.parse(json) as CatalogueChange);
    }
    return changes;
  }

  /** Writes all entries anew, in place of what was there, and stays open for more. */
  static rewrite(path: string, archiveId: string, entries: Iterable<CatalogueEntry>): CatalogueLog {
    const lines = [header(archiveId), ...[...entries].map((put) => line({ put }))];
    const fresh = `${path}.new`;
    writeFileSync(fresh, `${lines.join('\n')}\n`);
    renameSync(fresh, path);
    return new CatalogueLog(openSync(path, 'a'));
  }

  append(changes: CatalogueChange[]): void {
    if (changes.length > 0) writeFully(this.#file, Buffer.from(changes.map((change) => `${line(change)}\n`).join('')));
  }

  close(): void {
    closeSync(this.#file);
  }
}

function line(change: CatalogueChange): string {
  const json = JSON.stringify(change);
  return `${checkSum(json)} ${json}`;
}

function header(archiveId: string): string {
  return JSON.stringify({ nachlese: 'catalogue', format: FORMAT, archiveId });
}
