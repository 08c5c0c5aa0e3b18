import type { NachleseApi } from '#contract';

/** Tags to choose from while one writes a note. */
export class KnownTags {
  readonly #archive: Pick<NachleseApi, 'stats'>;
  #all: readonly string[] = $state.raw([]);
  #asked = false;

  constructor(archive: Pick<NachleseApi, 'stats'>) {
    this.#archive = archive;
  }

  get all(): readonly string[] {
    return this.#all;
  }

  /** Puts tags before all others; those of the archive are asked for once. */
  async ask(first: readonly string[]): Promise<void> {
    this.#all = [...new Set([...first, ...this.#all])];
    if (this.#asked) return;
    this.#asked = true;
    // A completion that does not come is no reason to interrupt writing.
    const stats = await this.#archive.stats().catch(() => null);
    if (stats) this.#all = [...new Set([...first, ...stats.tags.map(({ name }) => name)])];
  }
}
