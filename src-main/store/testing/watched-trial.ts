import type { ArchiveStore, Capture, OutsideChange } from '../archive-store.ts';
import { createArchive, openStore } from '../open-store.ts';
import { makeTrial, type Trial } from '../trial-archive.ts';

/** A watched archive, what it told so far, and which articles that was about ("anything" where it did not say). */
export type WatchedTrial = { trial: Trial; store: ArchiveStore; told: OutsideChange[]; toldIds: () => string[] };

/** Makes an archive with these articles and opens it as somebody does who wants to hear of changes from outside. */
export async function makeWatchedTrial(captures: Capture[]): Promise<WatchedTrial> {
  const trial = await makeTrial();
  const first = await createArchive(trial.folder, trial.options, {});
  await first.add(captures);
  await first.close();
  const store = await openStore(trial.folder, { ...trial.options, watch: true });
  const told: OutsideChange[] = [];
  store.onOutsideChange((change) => told.push(change));
  await store.scan();
  const toldIds = () => [...new Set(told.flatMap((change) => change.articleIds ?? ['anything']))].sort();
  return { trial, store, told, toldIds };
}
