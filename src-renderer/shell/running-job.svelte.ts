import type { ArchiveEvent } from '#contract';
import { archive, onArchiveEvent } from '../archive-client.ts';
import { asFailure } from './workspace.svelte.ts';

type JobEvent = Extract<ArchiveEvent, { job: string }>;
/** What the archive tells while a job of this kind runs. */
export type JobProgress<T extends JobEvent['type']> = Extract<JobEvent, { type: T }>;

/** One job of the archive that a part of the window waits for: how far it is, why it failed, and how to stop it. */
export class RunningJob<T extends JobEvent['type']> {
  readonly #type: T;
  #id: string | null = $state(null);
  #progress: JobProgress<T> | null = $state.raw(null);
  #failure = $state('');

  constructor(type: T) {
    this.#type = type;
  }

  get running(): boolean {
    return this.#id !== null;
  }
  /** null: nothing was told yet. */
  get progress(): JobProgress<T> | null {
    return this.#progress;
  }
  /** Why the last one failed, in the archive's words; "": it did not, or was stopped. */
  get failure(): string {
    return this.#failure;
  }

  /** For an effect: hears what the archive tells until the answer is called. */
  listen(): () => void {
    return onArchiveEvent((event) => {
      if (event.type === this.#type && (event as JobProgress<T>).job === this.#id)
        this.#progress = event as JobProgress<T>;
    });
  }

  /** Runs a job under a new id; null: it failed or was stopped. */
  async run<R>(work: (job: string) => Promise<R>): Promise<R | null> {
    const id = crypto.randomUUID();
    this.#id = id;
    this.#progress = null;
    this.#failure = '';
    try {
      return await work(id);
    } catch (error) {
      const refused = asFailure(error);
      if (refused.code !== 'cancelled') this.#failure = refused.message;
      return null;
    } finally {
      this.#id = null;
    }
  }

  forgetFailure(): void {
    this.#failure = '';
  }

  /** Asks the archive to stop it. */
  async cancel(): Promise<void> {
    if (this.#id !== null) await archive.cancelJob(this.#id);
  }
}
