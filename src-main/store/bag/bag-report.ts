/** What is wrong with a bag as a whole. */
export type BagProblem =
  | 'bom'
  | 'bagit-txt'
  | 'version'
  | 'encoding'
  | 'no-manifest'
  | 'no-payload'
  | 'algorithm'
  | 'line'
  | 'hostile-path'
  | 'listed-twice'
  | 'oxum';

export type BagWarning = 'md5sum' | 'relative-path' | 'listed-twice' | 'normalisation' | 'case' | 'system-file';

/** All paths relative to the bag, with forward slashes. */
export type BagReport = {
  bag: string;
  version: string | null;
  valid: boolean;
  /** Files read. */
  checked: number;
  changed: string[];
  missing: string[];
  extra: string[];
  unreadable: string[];
  problems: { problem: BagProblem; path: string }[];
  warnings: { warning: BagWarning; path: string }[];
  /** Files that `fetch.txt` names; nothing is ever fetched. */
  fetch: string[];
};
