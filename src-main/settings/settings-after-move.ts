import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Settings } from '#contract';

/**
 * What changes in the settings when the archive in `former` (a real path) moved to `folder`: its line in the list, and,
 * where it is the one the settings open, that too. `usual` is opened where the settings name none.
 */
export async function settingsAfterMove(
  settings: Settings,
  former: string,
  folder: string,
  usual: string,
): Promise<Partial<Settings>> {
  const name = await nameOf(former, [settings.archive, ...settings.archives.map((one) => one.folder), usual]);
  const archives = settings.archives
    .filter((one) => one.folder !== folder)
    .map((one) => (resolve(one.folder) === name ? { ...one, folder } : one));
  const isOpened = resolve(settings.archive ?? usual) === name;
  return { archives, ...(isOpened ? { archive: folder } : {}) };
}

/** The name the settings know a folder by, whose real path this is. */
async function nameOf(real: string, known: readonly (string | null)[]): Promise<string> {
  for (const folder of known)
    if (folder !== null && (await realpath(folder).catch(() => '')) === real) return resolve(folder);
  return real;
}
