import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '#contract';
import type { HostActions } from './hosts/host-actions.ts';
import { readPagesInWorker } from './archive/pages-in-worker.ts';
import { makeReadSource } from './import/import-formats.ts';
import { message } from './messages/index.ts';
import createPageWorker from './page-worker?nodeWorker';
import createSearchWorker from './search-worker?nodeWorker';
import { type Session, startSession } from './session/running-session.ts';
import { findFolders, openSettings } from './settings.ts';

export type { Session } from './session/running-session.ts';

/** What a door brings; the clock, chance, folders and worker threads are the same behind all of them. */
export type Door = {
  host: Host;
  /** Dialogs and the like; null where the door has none. */
  actions: HostActions | null;
  /** Where an upload lies, by its id. */
  upload?: (id: string) => string;
  /** Opened instead of the archive the settings name. */
  archiveFolder?: string | null;
};

/** Starts the program behind a door, on this user's settings and folders. */
export async function openSession(door: Door): Promise<Session> {
  const folders = findFolders();
  const named = door.archiveFolder ?? process.env['NACHLESE_ARCHIVE'] ?? '';
  return startSession({
    now: () => new Date(),
    random: (count) => randomBytes(count),
    folders,
    settings: openSettings(folders.config, undefined, ({ file, reason, aside }) => {
      const values = { file, reason, aside: aside ?? '' };
      process.stderr.write(`${message('settings.unreadable', door.host.language, values)}\n`);
    }),
    host: door.host,
    actions: door.actions,
    createSearchWorker: (options) => createSearchWorker(options),
    readSource: makeReadSource(readPagesInWorker((options) => createPageWorker(options))),
    ...(door.upload === undefined ? {} : { upload: door.upload }),
    // Beside `out/` in a checkout and inside the package alike.
    seedFolder: join(__dirname, '../../resources/seed'),
    archiveFolder: named === '' ? null : named,
  });
}
