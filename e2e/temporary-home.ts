import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from './words.ts';

const LOCALES: Record<Language, string> = { de: 'de_DE.UTF-8', en: 'en_US.UTF-8' };
// What a process needs of its surroundings; everything else could point at the real home.
const KEPT = ['PATH', 'DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'TMPDIR', 'SystemRoot', 'CHROMIUM_PATH'];

/** A user of its own, with empty folders, for one test. */
export type Home = {
  folder: string;
  documents: string;
  environment: Record<string, string>;
  /** Makes its folders empty again, as if no program had ever run in it. Other files of it stay. */
  clear: () => void;
  remove: () => void;
};

/** Makes an empty home in a temporary folder; `owner` is the user id it belongs to, where that is not this process's. */
export function makeHome(language: Language, owner: number | null = null): Home {
  const folder = mkdtempSync(join(tmpdir(), 'nachlese-home-'));
  const folders = {
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_CACHE_HOME: join(folder, '.cache'),
    XDG_DATA_HOME: join(folder, '.local/share'),
    XDG_STATE_HOME: join(folder, '.local/state'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  };
  const documents = join(folder, 'Documents');
  const all = [join(folder, '.local'), ...Object.values(folders), documents];
  const makeFolders = (): void => {
    for (const path of all) mkdirSync(path, { recursive: true });
    chmodSync(folders.XDG_RUNTIME_DIR, 0o700);
    if (owner !== null) for (const path of [folder, ...all]) chownSync(path, owner, owner);
  };
  makeFolders();
  const locale = LOCALES[language];
  const environment: Record<string, string> = {
    ...folders,
    HOME: folder,
    LANG: locale,
    LC_ALL: locale,
    LANGUAGE: language,
    TZ: 'Europe/Berlin',
    NO_AT_BRIDGE: '1',
  };
  for (const name of KEPT) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    folder,
    documents,
    environment,
    clear: () => {
      for (const path of all) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
      makeFolders();
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
