/**
 * Names that file sync, version control and editors give the losing copy of a file that was changed in two places.
 * Nothing is ever read from or written to them by this name; they are reported until somebody decides.
 */
type ConflictName = {
  /** Who makes such names. */
  by: string;
  /** What is added to the file's own name; taken away, the name of what it is a copy of is left. */
  mark: RegExp;
};

/** How programs say "conflict" in brackets behind a name, in the languages they speak. */
const IN_BRACKETS = [
  // Dropbox, by the language of whoever runs it; Nextcloud, ownCloud, MEGA, pCloud and Tresorit use some of them too.
  'conflicted copy|case conflict|unicode encoding conflict|white ?space conflict|selective sync conflict|conflicted',
  'in konflikt stehende kopie|konfliktkopie|konflikt',
  'copie en conflit|copie conflictuelle|conflit',
  'copia en conflicto|copia in conflitto|c[oó]pia em conflito|c[oó]pia con conflictos',
  'conflicterende kopie|kopia powodująca konflikt|kopia z konfliktem|konfliktkopia|konflikti(?:ssa|kopio)|ristiriitainen kopio',
  'конфликт\\p{L}*|競合コピー|冲突副本|衝突複本|충돌하는 사본|çakışan kopya|sfconflict',
].join('|');

/** Names of ours, before their last ending: only behind these a single word or number is a mark. */
const OURS = '(?:[0-9a-f]{8}-[0-9a-f-]{27}|article|original|state|archive|manifest-sha256)';
const behind = (mark: string, flags = 'iu') => new RegExp(`(?<=^${OURS})${mark}(?=(?:\\.[a-z0-9]+)?$)`, flags);

const CONFLICT_NAMES: readonly ConflictName[] = [
  { by: 'Syncthing', mark: /\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?/ },
  { by: 'Seafile', mark: / \(SFConflict [^()]*\)/i },
  { by: 'Dropbox', mark: new RegExp(` ?[([][^()[\\]]*(?:${IN_BRACKETS})[^()[\\]]*[)\\]]`, 'iu') },
  { by: 'Nextcloud', mark: /_conflict-\d{8}-\d{6}/ },
  { by: 'Synology Drive', mark: /_[^_]+_[A-Z][a-z]{2}-\d{2}-\d{6}-\d{4}_Conflict/ },
  { by: 'Resilio', mark: /\.Conflict(?:ed)?\d*(?=\.|$)/ },
  { by: 'rclone', mark: /\.(?:conflict\d+|path[12])$/ },
  { by: 'Google Drive', mark: /_conf\(\d+\)|^(?:Copy of|Kopie von|Copie de|Copia de|Copia di) /i },
  {
    by: 'Git',
    mark: /[._](?:BACKUP|BASE|LOCAL|REMOTE)[._]\d+|\.(?:orig|rej|BACKUP|BASE|LOCAL|REMOTE)$|~(?:HEAD|[0-9a-f]{7,40})$/,
  },
  { by: 'Subversion', mark: /\.(?:mine|theirs|working|r\d+|merge-(?:left|right)\.r\d+)$/ },
  // OneDrive adds the machine's name.
  { by: 'OneDrive', mark: behind('-[\\p{L}\\d][\\p{L}\\d_-]*') },
  { by: 'iCloud', mark: / \d{1,3}(?=(?:\.[a-z0-9]+)?$)/i },
  { by: 'Windows', mark: / \(\d{1,3}\)(?=(?:\.[a-z0-9]+)?$)/ },
  { by: 'Windows', mark: /(?: - | )(?:Kopie|Copy|Copie|Copia)(?: ?\(?\d{1,3}\)?)?(?=(?:\.[a-z0-9]+)?$)/i },
  { by: 'an editor', mark: /~\d*~?$|\.(?:bak|save|sav|old|backup)\d*$|^#(?=.*#$)|#$|^\.(?=.*\.sw[op]$)|\.sw[op]$/i },
];

/** What systems and clients put beside files; never ours, never damage. */
const NEVER_OURS =
  /^(\.DS_Store|desktop\.ini|Thumbs\.db|\.directory|\._.*|~\$.*|\.~lock\..*|\.#.*|\.syncthing\..*\.tmp|~syncthing~.*\.tmp|\.dropbox.*|.*\.icloud|\.fuse_hidden.*|\.nfs[0-9a-f]+|\.goutputstream-.*|.*\.(?:part|partial|crdownload|!sync|bts)|\.owncloudsync.*|\..*\.~[0-9a-f]+)$/i;

/** A copy made because two changed the same file: who made it, and the name of what it is a copy of; else null. */
export function conflictOf(name: string): { by: string; of: string } | null {
  for (const { by, mark } of CONFLICT_NAMES) {
    if (!mark.test(name)) continue;
    // Marks come before and behind ("#name#"), and twice where a copy was copied.
    let of = name;
    for (let rounds = 0; rounds < 4 && mark.test(of); rounds += 1) of = of.replace(mark, '');
    if (of !== '' && of !== name) return { by, of: conflictOf(of)?.of ?? of };
  }
  return null;
}

/** A copy made by file sync because two changed the same file. */
export const isConflictName = (name: string): boolean => conflictOf(name) !== null;

export const isNeverOurs = (name: string): boolean => NEVER_OURS.test(name);
