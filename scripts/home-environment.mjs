import { join } from 'node:path';

/** Of a process whose user lives in this folder, wherever the real one does. */
export const homeEnvironment = (home) => ({
  ...process.env,
  HOME: home,
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_CACHE_HOME: join(home, '.cache'),
  XDG_DATA_HOME: join(home, '.local/share'),
  NODE_OPTIONS: '',
});
