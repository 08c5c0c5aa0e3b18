import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { PackJob } from './cache/pack-catalogue.ts';
import type { Builders } from './search-engine.ts';
import type { SegmentJob } from './segments/build-segment.ts';

/** Two: as many cores as any machine has; more would only take memory. */
const THREADS = 2;
/** ms without work after which a thread ends: its memory is worth more than its start. */
const IDLE = 5_000;

/** `workerData` of a thread that builds segments. */
export type BuilderRole = { role: 'builder' };
export type BuilderJob = SegmentJob | PackJob;
export type BuilderAnswer = { ok: true } | { ok: false; detail: string };

/** Builds segments in threads of their own, so that searching goes on meanwhile. */
export class BuilderThreads implements Builders {
  readonly threads = THREADS;
  readonly #create: (options: WorkerOptions) => Worker;
  readonly #idle: { worker: Worker; end: NodeJS.Timeout }[] = [];

  constructor(create: (options: WorkerOptions) => Worker) {
    this.#create = create;
  }

  build = (job: SegmentJob): Promise<void> => this.#run(job);
  /** Threads that built segments end before: what they hold and what packing needs would be too much together. */
  pack = async (job: PackJob): Promise<void> => {
    const idle = this.#idle.splice(0);
    await Promise.all(
      idle.map(({ worker, end }) => {
        clearTimeout(end);
        return worker.terminate();
      }),
    );
    await this.#run(job);
  };

  /** Rejects when the thread fails or dies. */
  #run(job: BuilderJob): Promise<void> {
    const worker = this.#take();
    return new Promise((resolve, reject) => {
      const done = (error: Error | null) => {
        // One by one: with all listeners the worker would lose those it listens to itself by.
        worker.off('error', done).off('exit', died).off('message', answered);
        if (error) reject(error);
        else resolve();
      };
      const died = () => {
        done(new Error('the building thread ended'));
      };
      const answered = (answer: BuilderAnswer) => {
        this.#give(worker);
        done(answer.ok ? null : new Error(answer.detail));
      };
      worker.on('error', done).on('exit', died).on('message', answered);
      worker.postMessage(job);
    });
  }

  #take(): Worker {
    const idle = this.#idle.pop();
    if (!idle) {
      const worker = this.#create({ workerData: { role: 'builder' } satisfies BuilderRole });
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
