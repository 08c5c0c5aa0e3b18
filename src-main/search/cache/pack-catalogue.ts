import { dirname, join } from 'node:path';
import { Catalogue, type CatalogueEntry } from '../catalogue.ts';
import { SORTS } from '../catalogue-order.ts';
import { CatalogueLog, type CatalogueChange, type ReadLog } from './catalogue-log.ts';
import { encodeSnapshot, StoredCatalogue } from './catalogue-snapshot.ts';
import { readShared, writeWhole } from './section-file.ts';

/** A snapshot to be written of what a log and its own snapshot say, up to a byte of the log. */
export type PackJob = { archiveId: string; logPath: string; upTo: number; snapshotPath: string };

/** Writes a snapshot, whole or not at all. Reads files only: it can run in any thread while the log goes on. */
export function packCatalogue({ archiveId, logPath, upTo, snapshotPath }: PackJob): void {
  const log = CatalogueLog.read(logPath, archiveId, upTo);
  const catalogue = log && openCatalogue(dirname(logPath), archiveId, log);
  if (log?.end !== upTo || !catalogue) throw new Error('the log does not say what was written');
  const entries: CatalogueEntry[] = [...catalogue.entries()];
  const places = new Map(entries.map(({ ordinal }, place) => [ordinal, place]));
  const orders = new Map(
    SORTS.map((sort) => [sort, catalogue.order(sort).map((ordinal) => places.get(ordinal) ?? 0)] as const),
  );
  writeWhole(snapshotPath, encodeSnapshot(archiveId, entries, orders, catalogue.ordinalCount));
}

/** What a log says together with its snapshot; null: that is missing or damaged. */
export function openCatalogue(folder: string, archiveId: string, { snapshot, changes }: ReadLog): Catalogue | null {
  const catalogue = new Catalogue();
  if (snapshot) {
    const buffer = readShared(join(folder, snapshot.file));
    const stored = buffer && StoredCatalogue.decode(buffer, archiveId);
    if (stored?.sum !== snapshot.sum) return null;
    catalogue.load(stored);
  }
  for (const change of changes) applyChange(catalogue, change);
  return catalogue;
}

function applyChange(catalogue: Catalogue, change: CatalogueChange): void {
  if ('put' in change) catalogue.put(change.put);
  else if ('remove' in change) catalogue.remove(change.remove);
  else if ('row' in change) catalogue.changeRow(change.row, change.stamp ?? undefined);
  else catalogue.move(change.moved, change.place);
}
