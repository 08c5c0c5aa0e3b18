import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where this user's things lie, the same for app and command line (no Electron needed to know it). */
export type Folders = {
  /** Holds `settings.json`. */
  config: string;
  /** What must outlive a cleaning: which paths held an archive, the log. */
  data: string;
  /** What can be deleted at any time: index, catalogue, thumbnails. */
  cache: string;
  /** The user's documents. */
  documents: string;
  /** Where an archive is made when nobody chose a place. */
  defaultArchive: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folders by the platform's customs: on Linux the XDG base directories and `user-dirs.dirs`
 * (freedesktop.org), on macOS Library, on Windows the application data folders. `NACHLESE_CONFIG`, `NACHLESE_DATA`
 * and `NACHLESE_CACHE` override them (portable use, tests).
 */
export const findFolders = (
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): Folders => {
  const usual = PLACES[platform]?.(environment, home) ?? linuxFolders(environment, home);
  return {
    config: absolute(environment.NACHLESE_CONFIG) ?? usual.config,
    data: absolute(environment.NACHLESE_DATA) ?? usual.data,
    cache: absolute(environment.NACHLESE_CACHE) ?? usual.cache,
    documents: usual.documents,
    defaultArchive: join(usual.documents, 'Nachlese'),
  };
};

type Usual = Omit<Folders, 'defaultArchive'>;

/** "All paths set in these environment variables must be absolute", else they count as unset. */
const absolute = (path: string | undefined): string | null => (path !== undefined && isAbsolute(path) ? path : null);

const linuxFolders = (environment: Environment, home: string): Usual => {
  const config = absolute(environment.XDG_CONFIG_HOME) ?? join(home, '.config');
  return {
    config: join(config, 'nachlese'),
    data: join(absolute(environment.XDG_DATA_HOME) ?? join(home, '.local', 'share'), 'nachlese'),
    cache: join(absolute(environment.XDG_CACHE_HOME) ?? join(home, '.cache'), 'nachlese'),
    documents: documentsOf(join(config, 'user-dirs.dirs'), home),
  };
};

const macFolders = (_: Environment, home: string): Usual => {
  const support = join(home, 'Library', 'Application Support', 'nachlese');
  return {
    config: support,
    data: join(support, 'data'),
    cache: join(home, 'Library', 'Caches', 'nachlese'),
    documents: join(home, 'Documents'),
  };
};

const windowsFolders = (environment: Environment, home: string): Usual => {
  const roaming = absolute(environment.APPDATA) ?? join(home, 'AppData', 'Roaming');
  const local = absolute(environment.LOCALAPPDATA) ?? join(home, 'AppData', 'Local');
  return {
    config: join(roaming, 'nachlese'),
    data: join(local, 'nachlese', 'data'),
    cache: join(local, 'nachlese', 'cache'),
    documents: join(home, 'Documents'),
  };
};

const PLACES: Partial<Record<NodeJS.Platform, (environment: Environment, home: string) => Usual>> = {
  darwin: macFolders,
  win32: windowsFolders,
};

/** `XDG_DOCUMENTS_DIR` of `user-dirs.dirs`: a shell assignment, absolute or beginning with `$HOME`. */
const documentsOf = (file: string, home: string): string => {
  const line = /^[ \t]*XDG_DOCUMENTS_DIR="((?:[^"\\\n]|\\.)*)"/mu.exec(textOf(file))?.[1];
  const path = line?.replace(/\\(.)/gu, '$1');
  if (path === undefined) return join(home, 'Documents');
  if (path === '$HOME' || path.startsWith('$HOME/')) return join(home, path.slice('$HOME'.length));
  return absolute(path) ?? join(home, 'Documents');
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No such file is the usual case on servers; the customary name then.
    return '';
  }
};
