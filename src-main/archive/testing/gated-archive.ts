import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSearch } from '../../search/open-search.ts';
import type { SearchIndex } from '../../search/search-index.ts';
import type { ArchiveStore } from '../../store/archive-store.ts';
import { createArchive } from '../../store/open-store.ts';
import type { Archive, ArchiveOptions } from '../archive-surface.ts';
import { OpenArchive } from '../open-archive.ts';
import { optionsBelow } from './options-below.ts';

/** A new archive whose store and index a test can make wait or fail, method by method, while it is open. */
export type GatedArchive = {
  archive: Archive;
  /** As they are, past every gate. */
  store: ArchiveStore;
  index: SearchIndex;
  /** What is asked instead; nothing at first. */
  gates: { store: Partial<ArchiveStore>; index: Partial<SearchIndex> };
};

export async function openGated(home: string, changes: Partial<ArchiveOptions> = {}): Promise<GatedArchive> {
  const options = optionsBelow(home, changes);
  const store = await createArchive(join(home, 'archive'), options);
  const cacheFolder = join(home, 'cache', 'gated');
  await mkdir(cacheFolder, { recursive: true });
  const index = await openSearch({ cacheFolder, archiveId: store.id, now: options.now }, null);
  const gates: GatedArchive['gates'] = { store: {}, index: {} };
  const archive = new OpenArchive(
    butFor(store, gates.store),
    butFor(index, gates.index),
    cacheFolder,
    true,
    options,
  ).api();
  await archive.inStep();
  return { archive, store, index, gates };
}

/** `whole`, with what `instead` has now in its place. */
const butFor = <T extends object>(whole: T, instead: Partial<T>): T =>
  new Proxy(whole, {
    get: (_, name) => {
      if (name in instead) return Reflect.get(instead, name) as unknown;
      const value: unknown = Reflect.get(whole, name);
      return typeof value === 'function' ? (value.bind(whole) as unknown) : value;
    },
  });

/** Something to wait for, and what ends the waiting. `reached`: somebody waits. */
export function makeGate(): { pass: () => Promise<void>; reached: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  let reach: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const pass = async () => {
    reach();
    await opened;
  };
  return { pass, reached, open: () => open() };
}
