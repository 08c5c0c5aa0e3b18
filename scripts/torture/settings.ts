/** What one run of the rig is to do. */
export type Settings = {
  seed: number;
  /** Path of the process that takes steps with a store. */
  worker: string;
  /** Path of the process that works with a whole archive. */
  archiveWorker: string;
  /** All steps and all kinds of errors, not only those of the short form. */
  long: boolean;
  kills: number;
  writes: number;
  disks: number;
  flips: number;
  jumps: number;
  edits: number;
  /** Articles in the archive whose files others edit. */
  articles: number;
  /** Files of the import that is killed. */
  files: number;
  /** Steps whose system calls are read. */
  commits: number;
  /** Damages of the index. */
  damages: number;
  /** Path of a JSON list of titles; null: only those of the rig. */
  names: string | null;
  /** Of whole tasks only these, by name; null: all. */
  tasks: string[] | null;
  /** For strace: "error=EIO". */
  inject: string[];
  /** The error stays from the k-th call on. */
  lasting: boolean;
};

/** What came of one ordeal: how often, what was wrong. */
export type Outcome = { rounds: number; wrong: string[]; skipped?: string; remark?: string };

export type Ordeal = (settings: Settings) => Promise<Outcome>;
