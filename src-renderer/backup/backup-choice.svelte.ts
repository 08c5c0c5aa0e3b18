import type { BackupInfo, NachleseApi } from '#contract';
import { asFailure } from '../shell/workspace.svelte.ts';

/** Which backup, and which of its states: looked for in a folder that its owner names. */
export class BackupChoice {
  readonly #list: NachleseApi['listBackups'];
  /** The folder as typed or chosen; {@link look} looks there. */
  from = $state('');
  #found: readonly BackupInfo[] | null = $state.raw(null);
  #backup = $state('');
  #generation = $state('');
  #failure = $state('');
  #turn = 0;

  constructor(list: NachleseApi['listBackups'], from: string) {
    this.#list = list;
    this.from = from;
  }

  /** null: one has not looked there yet, or the answer is still to come. */
  get found(): readonly BackupInfo[] | null {
    return this.#found;
  }
  /** The chosen one; null: there is none to choose. */
  get info(): BackupInfo | null {
    return this.#found?.find((one) => one.folder === this.#backup) ?? null;
  }
  /** Why nothing was found, in the archive's words; "": something was. */
  get failure(): string {
    return this.#failure;
  }
  /** Id of the chosen state; "": there is none. */
  get generation(): string {
    return this.#generation;
  }
  set generation(id: string) {
    this.#generation = id;
  }

  /** Takes another backup, in its newest state. */
  choose(backup: string): void {
    this.#backup = backup;
    this.#generation = this.info?.generations[0]?.id ?? '';
  }

  /** Looks into the folder. What was chosen stays chosen where it is still there; of two looks only the later counts. */
  async look(): Promise<void> {
    const turn = ++this.#turn;
    const [from, chosen, generation] = [this.from.trim(), this.#backup, this.#generation];
    this.#failure = '';
    this.#found = null;
    if (from === '') return;
    try {
      const found = await this.#list(from);
      if (turn !== this.#turn) return;
      this.#found = found;
      this.choose((found.find(({ folder }) => folder === chosen) ?? found[0])?.folder ?? '');
      if (this.info?.folder === chosen && this.info.generations.some(({ id }) => id === generation))
        this.#generation = generation;
    } catch (error) {
      if (turn === this.#turn) this.#failure = asFailure(error).message;
    }
  }
}
