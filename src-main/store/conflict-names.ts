/**
 * Names that file sync gives the losing copy of a file that was changed in two places. Nothing is ever read from or
 * written to them by this name; they are reported until somebody decides.
 */
const CONFLICT_NAMES: readonly RegExp[] = [
  // Syncthing: name.sync-conflict-20251016-120000-ABCDEFG.json
  /\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?/,
  // Dropbox: name (Anna's conflicted copy 2025-10-16).json, in the user's language
  /\([^()]*(conflicted copy|case conflict|in Konflikt stehende Kopie|Konfliktkopie|copie en conflit|copia en conflicto)[^()]*\)/i,
  // Nextcloud and ownCloud: name (conflicted copy 2025-10-16 120000).json, older: name_conflict-20251016-120000.json
  /_conflict-\d{8}-\d{6}/,
  // OneDrive: name-MACHINE.json beside a name of ours; iCloud and Finder: name 2.json; Windows: name - Kopie.json, name (2).json
  /^[0-9a-f-]{36}-[A-Za-z0-9_-]{2,}\.json$/,
  /^[^.]+ \d+\.[a-z0-9]+$/i,
  /^[^.]+ \(\d+\)\.[a-z0-9]+$/i,
  /^[^.]+( - Kopie| - Copy| copy| Kopie)( \(?\d+\)?)?\.[a-z0-9]+$/i,
  // Resilio: name.Conflict.json; Unison; Google Drive: name_conf(1).json
  /\.Conflict(ed)?\b/,
  /\[conflict\]|_conf\(\d+\)/i,
  // git and patch
  /\.(orig|rej|BACKUP|BASE|LOCAL|REMOTE)(\.\d+)?(\.[a-z]+)?$/,
];

/** What systems and clients put beside files; never ours, never damage. */
const NEVER_OURS =
  /^(\.DS_Store|desktop\.ini|Thumbs\.db|\.directory|\._.*|~\$.*|\.~lock\..*|\.syncthing\..*\.tmp|~syncthing~.*\.tmp|\.dropbox.*|.*\.icloud|\.fuse_hidden.*|\.nfs[0-9a-f]+)$/i;

/** A copy made by file sync because two changed the same file. */
export const isConflictName = (name: string): boolean => CONFLICT_NAMES.some((pattern) => pattern.test(name));

export const isNeverOurs = (name: string): boolean => NEVER_OURS.test(name);
