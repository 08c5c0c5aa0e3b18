import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { ErrorCode } from '#contract';
import { ArchiveError, type ErrorValues } from '../errors.ts';
import type { Page, PageReader, PageRequest } from '../import/import-record.ts';

export type PageQuestion = { id: number; request: PageRequest };
export type PageAnswer =
  { id: number; ok: true; page: Page } | { id: number; ok: false; code: ErrorCode; values: ErrorValues };

/** Memory a page may take, MB: far above any real one, far below what would hurt. */
const MEMORY = 768;
/** Ms a page may take. */
const PATIENCE = 30_000;
/** Ms without work after which the thread ends: imports are rare, memory is not. */
const IDLE = 10_000;

type Waiting = { resolve: (page: Page) => void; reject: (error: unknown) => void; timer: NodeJS.Timeout };

/**
 * Reads pages in a thread of its own with a limit on memory and time (RULINGS.md, 22), one after the other, so that both
 * are each page's own. A page that exceeds one is refused with `too-large` or `too-slow`, the thread is replaced, and the
 * next page is read. `patience`: ms a page may take.
 */
export function readPagesInWorker(
  createWorker: (options: WorkerOptions) => Worker,
  patience: number = PATIENCE,
): PageReader {
  let worker: Worker | null = null;
  let nextId = 0;
  let idle: NodeJS.Timeout | null = null;
  const waiting = new Map<number, Waiting>();

  const failAll = (error: ArchiveError): void => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  };
  const end = (error: ArchiveError | null): void => {
    const ended = worker;
    worker = null;
    if (error !== null) failAll(error);
    void ended?.terminate();
  };
  const settle = (answer: PageAnswer): void => {
    const asked = waiting.get(answer.id);
    if (asked === undefined) return;
    waiting.delete(answer.id);
    clearTimeout(asked.timer);
    if (answer.ok) asked.resolve(answer.page);
    else asked.reject(new ArchiveError(answer.code, answer.values));
    if (waiting.size > 0) return;
    idle = setTimeout(() => {
      end(null);
    }, IDLE);
    idle.unref();
  };
  const start = (): Worker => {
    const started = createWorker({ resourceLimits: { maxOldGenerationSizeMb: MEMORY } });
    started.on('message', settle);
    started.on('error', (cause: NodeJS.ErrnoException) => {
      if (started !== worker) return;
      const outOfMemory = cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end(new ArchiveError(outOfMemory ? 'too-large' : 'malformed-input', { reason: cause.message }, { cause }));
    });
    // It must not keep a finished command line alive.
    started.unref();
    return started;
  };

  const ask: PageReader = (request) =>
    new Promise((resolve, reject) => {
      if (idle !== null) clearTimeout(idle);
      idle = null;
      worker ??= start();
      const id = (nextId += 1);
      const timer = setTimeout(() => {
        end(new ArchiveError('too-slow', { reason: 'limit', limit: `${patience / 1000} s` }));
      }, patience);
      waiting.set(id, { resolve, reject, timer });
      const question: PageQuestion = { id, request };
      worker.postMessage(question);
    });
  let turn: Promise<unknown> = Promise.resolve();
  return (request) => {
    const page = turn.then(() => ask(request));
    turn = page.catch(() => undefined);
    return page;
  };
}
