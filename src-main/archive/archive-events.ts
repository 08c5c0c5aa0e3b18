import type { ArchiveEvent, ArchiveStatus } from '#contract';

/** Ms from a change to the status that counts it. */
const STATUS_AFTER = 200;

/** Tells whoever listens what happens in an archive; a change is followed by the status that counts it. */
export class ArchiveEvents {
  readonly #listeners = new Set<(event: ArchiveEvent) => void>();
  readonly #status: () => Promise<ArchiveStatus>;
  #statusDue: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(status: () => Promise<ArchiveStatus>) {
    this.#status = status;
  }

  /** Returns what ends the listening. */
  listen(listener: (event: ArchiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: ArchiveEvent): void {
    for (const listener of this.#listeners) listener(event);
    if (event.type !== 'changed' || this.#statusDue !== null) return;
    // Changes come in bursts; their counts are told once.
    this.#statusDue = setTimeout(() => {
      this.#statusDue = null;
      if (!this.#ended) void this.tellStatus();
    }, STATUS_AFTER);
    this.#statusDue.unref();
  }

  async tellStatus(): Promise<void> {
    try {
      this.emit({ type: 'status', status: await this.#status() });
    } catch {
      // The index is being closed or restarted; whoever asks for the status hears why.
    }
  }

  /** The archive is being closed: no status follows a change any more. */
  end(): void {
    this.#ended = true;
  }
}
