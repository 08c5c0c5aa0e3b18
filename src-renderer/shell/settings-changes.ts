import type { Settings } from '#contract';

type Change = { number: number; change: Partial<Settings> };

/** Settings as they are shown: as the program told them last and, over that, what was changed here and is not answered. */
export class SettingsChanges {
  #told: Settings | null = null;
  #open: readonly Change[] = [];
  #begun = 0;
  #ended = 0;

  /** null: the program has told none yet. */
  get shown(): Settings | null {
    return this.#told && withChanges(this.#told, this.#open);
  }

  tell(settings: Settings): void {
    this.#told = settings;
  }

  /** Shows a change before it is saved; the answer is its number, for {@link end}. */
  begin(change: Partial<Settings>): number {
    const number = ++this.#begun;
    this.#open = [...this.#open, { number, change }];
    return number;
  }

  /**
   * Takes the settings that a change was answered with; null: it could not be saved, and stays in effect here. An answer
   * to an older change than the one answered last says nothing new.
   */
  end(number: number, settings: Settings | null): void {
    if (number <= this.#ended) return;
    this.#ended = number;
    const over = this.#open.filter((one) => one.number <= number);
    this.#open = this.#open.filter((one) => one.number > number);
    this.#told = settings ?? (this.#told && withChanges(this.#told, over));
  }
}

function withChanges(settings: Settings, changes: readonly Change[]): Settings {
  return changes.reduce((before, { change }) => ({ ...before, ...change }), settings);
}
