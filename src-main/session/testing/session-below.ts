import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findFolders, openSettings } from '../../settings.ts';
import { type Session, type SessionOptions, startSession } from '../running-session.ts';

/** Starts a session as the window does, in German, with all it keeps below `home` and the first article of the app. */
export const sessionBelow = (home: string, changes: Partial<SessionOptions> = {}): Promise<Session> => {
  const folders = findFolders({}, 'linux', home);
  return startSession({
    now: () => new Date(),
    random: (count) => randomBytes(count),
    folders,
    settings: openSettings(folders.config),
    host: { door: 'electron', platform: 'linux', version: '0', runtime: 'test', dialogs: false, language: 'de' },
    actions: null,
    createSearchWorker: null,
    seedFolder: join(import.meta.dirname, '../../../resources/seed'),
    archiveFolder: null,
    ...changes,
  });
};
