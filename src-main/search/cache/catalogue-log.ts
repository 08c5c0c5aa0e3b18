import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import type { ArticleRow } from '#contract';
import type { CatalogueEntry } from '../catalogue.ts';
import { checkSum, SUM_LENGTH } from './check-sum.ts';
import { writeWhole } from './section-file.ts';
import { writeFully, type TextPlace } from './text-log.ts';

/** Raise when records change: an older cache is ignored and built anew. */
const FORMAT = 3;

/** A change of the catalogue. */
export type CatalogueChange =
  | { put: CatalogueEntry }
  | { remove: string }
  | { row: ArticleRow; stamp: string | null; hasHighlight: boolean }
  /** The texts of the article under this number lie elsewhere now. */
  | { moved: number; place: TextPlace };

/** Which snapshot the changes follow. */
export type SnapshotName = { file: string; sum: number };

export type ReadLog = {
  snapshot: SnapshotName | null;
  changes: CatalogueChange[];
  /** Bytes up to the end of the last good line. */
  end: number;
};

/** What happened to the catalogue since its snapshot, one line each with its checksum. */
export class CatalogueLog {
  readonly #file: number;
  size: number;

  private constructor(file: number, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** Changes up to the first damaged line; null: missing, of another archive or of another format. */
  static read(path: string, archiveId: string, limit = Infinity): ReadLog | null {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      return null;
    }
    let end = bytes.indexOf(10) + 1;
    const snapshot = readHeader(bytes.toString('utf8', 0, end), archiveId);
    if (snapshot === undefined) return null;
    const changes: CatalogueChange[] = [];
    for (let next = bytes.indexOf(10, end); next >= 0 && next < limit; next = bytes.indexOf(10, end)) {
      const sum = bytes.toString('latin1', end, end + SUM_LENGTH);
      const json = bytes.toString('utf8', end + SUM_LENGTH + 1, next);
      if (sum !== checkSum(json)) break;
      changes.push(JSON.parse(json) as CatalogueChange);
      end = next + 1;
    }
    return { snapshot, changes, end };
  }

  /** Goes on behind the last good line. */
  static open(path: string, end: number): CatalogueLog {
    const file = openSync(path, 'a');
    ftruncateSync(file, end);
    return new CatalogueLog(file, end);
  }

  /** Begins anew behind a snapshot, in place of what was there, with lines that were written already. */
  static replace(path: string, archiveId: string, snapshot: SnapshotName | null, lines: Uint8Array): CatalogueLog {
    const header = Buffer.from(`${JSON.stringify({ nachlese: 'catalogue', format: FORMAT, archiveId, snapshot })}\n`);
    writeWhole(path, Buffer.concat([header, lines]));
    return new CatalogueLog(openSync(path, 'a'), header.length + lines.length);
  }

  append(changes: readonly CatalogueChange[]): void {
    if (changes.length === 0) return;
    const bytes = Buffer.from(changes.map((change) => `${line(change)}\n`).join(''));
    writeFully(this.#file, bytes);
    this.size += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function line(change: CatalogueChange): string {
  const json = JSON.stringify(change);
  return `${checkSum(json)} ${json}`;
}

/** undefined: no header of this archive. */
function readHeader(text: string, archiveId: string): SnapshotName | null | undefined {
  try {
    const header = JSON.parse(text) as Record<string, unknown>;
    const isOwn = header['format'] === FORMAT && header['archiveId'] === archiveId;
    return isOwn && header['nachlese'] === 'catalogue' ? (header['snapshot'] as SnapshotName | null) : undefined;
  } catch {
    return undefined;
  }
}
