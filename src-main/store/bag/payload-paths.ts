/** The payload's paths, found by their own spelling or by one that other systems take for the same. */
export class PayloadPaths {
  readonly #paths: ReadonlySet<string>;
  readonly #composed = new Map<string, string>();
  readonly #spelled = new Map<string, string>();

  /** `paths` in order: of several alike the first is meant. */
  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths);
    for (const path of [...paths].reverse()) {
      this.#composed.set(path.normalize('NFC'), path);
      this.#spelled.set(path.toLowerCase(), path);
    }
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }

  /** The one that differs in composed letters at most. */
  composedAs(path: string): string | undefined {
    return this.#composed.get(path.normalize('NFC'));
  }

  /** The one that differs in capitals at most. */
  spelledAs(path: string): string | undefined {
    return this.#spelled.get(path.toLowerCase());
  }
}
