import { ArchiveError } from '../../errors.ts';
import { listOf, type BackupPaths } from './backup-paths.ts';
import { readList, type GenerationRecord } from './generation-record.ts';

/** The generation before, asked for single files; its lists are read when they are needed. */
export class FormerGeneration {
  readonly #paths: BackupPaths;
  readonly #record: GenerationRecord | null;
  readonly #lists = new Map<string, Promise<Map<string, string>>>();

  constructor(paths: BackupPaths, record: GenerationRecord | null) {
    this.#paths = paths;
    this.#record = record;
  }

  /** SHA-256 of the last content of this file that was good; null where none is known. */
  async goodContent(path: string): Promise<string | null> {
    const damage = this.#record?.damaged.find((one) => one.path === path);
    if (damage !== undefined && !damage.kept) return damage.earlier;
    const of = listOf(path);
    const reading = this.#lists.get(of) ?? this.#read(of);
    this.#lists.set(of, reading);
    return (await reading).get(path) ?? null;
  }

  async #read(of: string): Promise<Map<string, string>> {
    const list = this.#record?.lists.find((one) => one.of === of)?.list;
    if (list === undefined) return new Map();
    try {
      return new Map((await readList(this.#paths, list)).map(({ path, sha256 }) => [path, sha256]));
    } catch (error) {
      // A damaged list knows nothing; `backup verify` names it.
      if (error instanceof ArchiveError) return new Map();
      throw error;
    }
  }
}
