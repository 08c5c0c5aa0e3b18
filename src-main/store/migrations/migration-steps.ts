/**
 * One step from a format to the next: a function of the files of one article (or of the archive's other top folders),
 * told apart by their paths. It knows no disk, no clock and no chance. A path it leaves out is deleted; bytes it returns
 * unchanged are not written. Manifests are brought in step with what it changed. Throwing leaves the archive as it was.
 */
export type MigrationStep = {
  /** It leads to `from + 1`. */
  from: number;
  change: (files: ReadonlyMap<string, Uint8Array>) => Map<string, Uint8Array>;
};

/** Steps of all formats that were ever released. There is one format so far, so there is none. */
export const MIGRATION_STEPS: readonly MigrationStep[] = [];
