import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { PackJob } from './cache/pack-catalogue.ts';
import type { Builders } from './search-engine.ts';
import type { Built, SegmentJob } from './segments/build-segment.ts';
import { THREAD_LIMITS } from './thread-limits.ts';

/** Two: as many cores as any machine has; more would only take memory. */
const THREADS = 2;
/** ms without work after which a thread ends: its memory is worth more than its start. */
const IDLE = 5_000;

/** `workerData` of a thread that builds segments. */
export type BuilderRole = { role: 'builder' };
/** A segment to be read into memory that threads share, and its checksum compared. */
export type LoadJob = { load: string; archiveId: string };
export type BuilderJob = SegmentJob | PackJob | LoadJob;
export type BuilderAnswer = Done | { ok: false; detail: string };
/** `sections`: of a segment that was built or loaded; null: it is not usable. */
type Done = { ok: true; sections: Built };

/** Builds segments in threads of their own, so that searching goes on meanwhile. */
export class BuilderThreads implements Builders {
  readonly threads = THREADS;
  readonly #create: (options: WorkerOptions) => Worker;
  readonly #idle: { worker: Worker; end: NodeJS.Timeout }[] = [];
  #running = 0;
  /** Jobs that begin when another is done. */
  readonly #waiting: (() => void)[] = [];

  constructor(create: (options: WorkerOptions) => Worker) {
    this.#create = create;
  }

  build = async (job: SegmentJob): Promise<Built> => (await this.#inTurn(job, 'sources' in job)).sections;
  load = async (path: string, archiveId: string): Promise<Built> =>
    (await this.#inTurn({ load: path, archiveId }, false)).sections;
  pack = async (job: PackJob): Promise<void> => {
    await this.#inTurn(job, true);
  };

  /** `isLarge`: what threads that built segments hold and what merging or packing needs would be too much together. */
  async #inTurn(job: BuilderJob, isLarge: boolean): Promise<Done> {
    if (this.#running < THREADS) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      if (isLarge) await this.#endIdle();
      return await this.#run(job);
    } finally {
      // Its turn goes to the next one.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async #endIdle(): Promise<void> {
    const idle = this.#idle.splice(0);
    await Promise.all(
      idle.map(({ worker, end }) => {
        clearTimeout(end);
        return worker.terminate();
      }),
    );
  }

  /** Rejects when the thread fails or dies. */
  #run(job: BuilderJob): Promise<Done> {
    const worker = this.#take();
    return new Promise((resolve, reject) => {
      const done = (answer: Done | Error) => {
        // One by one: with all listeners the worker would lose those it listens to itself by.
        worker.off('error', done).off('exit', died).off('message', answered);
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      const died = () => {
        done(new Error('the building thread ended'));
      };
      const answered = (answer: BuilderAnswer) => {
        this.#give(worker);
        done(answer.ok ? answer : new Error(answer.detail));
      };
      worker.on('error', done).on('exit', died).on('message', answered);
      worker.postMessage(job);
    });
  }

  #take(): Worker {
    const idle = this.#idle.pop();
    if (!idle) {
      const worker = this.#create({
        workerData: { role: 'builder' } satisfies BuilderRole,
        resourceLimits: THREAD_LIMITS,
      });
      // An error between two jobs must not end the program.
      return worker.on('error', () => undefined);
    }
    clearTimeout(idle.end);
    idle.worker.ref();
    return idle.worker;
  }

  #give(worker: Worker): void {
    worker.unref();
    const end = setTimeout(() => {
      const at = this.#idle.findIndex((idle) => idle.worker === worker);
      if (at >= 0) this.#idle.splice(at, 1);
      void worker.terminate();
    }, IDLE);
    end.unref();
    this.#idle.push({ worker, end });
  }
}
