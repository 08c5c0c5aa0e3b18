import type { Settings } from '#contract';

/**
 * What changes in the settings when an archive moved: its line in the list, and, where it is the one the settings open
 * (`isDefault`: or would open, naming none), that too.
 */
export function settingsAfterMove(
  settings: Settings,
  former: string,
  folder: string,
  isDefault: boolean,
): Partial<Settings> {
  const archives = settings.archives
    .filter((one) => one.folder !== folder)
    .map((one) => (one.folder === former ? { ...one, folder } : one));
  const isOpened = settings.archive === former || (settings.archive === null && isDefault);
  return { archives, ...(isOpened ? { archive: folder } : {}) };
}
