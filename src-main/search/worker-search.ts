import type { Worker } from 'node:worker_threads';
import type { SearchAnswer, SearchRequest } from '#contract';
import { ArchiveError } from '../errors.ts';
import { CallStop } from './call-stop.ts';
import { LostTexts } from './lost-texts.ts';
import type { SearchWorkerMaker } from './open-search.ts';
import type { EngineOptions } from './search-engine.ts';
import { unpackAnswer } from './packed-answer.ts';
import type { SearchIndex } from './search-index.ts';
import { SearchAtRest } from './search-at-rest.ts';
import { THREAD_LIMITS } from './thread-limits.ts';
import {
  describeError,
  type SearchMethod,
  type SearchMethods,
  type WorkerCall,
  type WorkerMessage,
  type WorkerOptions,
} from './worker-protocol.ts';

type Pending = { resolve: (value: never) => void; reject: (error: ArchiveError) => void };

/** A worker that dies more often than this in a row is not started again. */
const MAX_RESTARTS = 3;
/** ms without a death after which earlier ones are forgotten. */
const CALM = 60_000;

/** The search in a worker thread, seen from outside; a worker that dies is started again and reads its cache. */
export class WorkerSearch {
  readonly #create: () => Worker;
  readonly #stops: SharedArrayBuffer;
  readonly #pending = new Map<number, Pending>();
  readonly #callers = new Map<string, number>();
  #worker: Worker;
  #nextId = 1;
  #deaths: number[] = [];
  #closed = false;
  readonly #lost = new LostTexts();
  readonly #here: SearchAtRest;

  private constructor(create: () => Worker, stops: SharedArrayBuffer, names: string) {
    this.#create = create;
    this.#stops = stops;
    this.#here = new SearchAtRest(names, (request) => this.#search(request));
    this.#worker = create();
  }

  static async open(engine: EngineOptions, createWorker: SearchWorkerMaker): Promise<SearchIndex> {
    const stops = CallStop.makeTable();
    const workerData: WorkerOptions = { engine, stops };
    const create = () => createWorker({ workerData, resourceLimits: THREAD_LIMITS });
    const search = new WorkerSearch(create, stops, engine.names ?? '');
    const loadedFromCache = await search.#start();
    const onLost = (listener: (ids: string[]) => void) => {
      search.#lost.listen(listener);
    };
    return { ...search.#methods(), onLost, loadedFromCache };
  }

  /** Resolves when the worker has read its cache, to whether there was any. */
  #start(): Promise<boolean> {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: WorkerMessage) => {
        if ('ready' in message) resolve(message.loadedFromCache);
        else if ('lost' in message) this.#lost.tell(message.lost);
        else if ('resting' in message || 'rows' in message) this.#here.hear(message);
        else this.#answer(message);
      });
      worker.on('error', (error) => {
        const { values } = describeError(error);
        reject(this.#died(worker, values.detail ?? ''));
      });
      worker.on('exit', (code) => {
        reject(this.#died(worker, `exit ${code}`));
      });
    });
  }

  #answer(message: Extract<WorkerMessage, { id: number }>): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (!pending) return;
    if (message.ok) pending.resolve(('answer' in message ? unpackAnswer(message.answer) : message.value) as never);
    else pending.reject(new ArchiveError(message.code, message.values));
  }

  #died(worker: Worker, detail: string | number): ArchiveError {
    const error = new ArchiveError('internal', { subject: 'search', detail });
    if (worker !== this.#worker) return error;
    this.#here.hear({ resting: null });
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < CALM), now];
    if (!this.#closed && this.#deaths.length <= MAX_RESTARTS) {
      this.#worker = this.#create();
      this.#start().catch(() => undefined);
    }
    return error;
  }

  /** Here, where that is quicker, or in the worker. */
  async #search(request: SearchRequest): Promise<SearchAnswer> {
    const { caller = '' } = request;
    const older = this.#callers.get(caller);
    if (older !== undefined) this.#cancel(older);
    return this.#here.search(request) ?? this.#call('search', [request], caller);
  }

  #call<M extends SearchMethod>(method: M, args: Parameters<SearchIndex[M]>, caller = ''): Promise<never> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#closed || this.#deaths.length > MAX_RESTARTS) {
        reject(new ArchiveError('internal', { subject: 'search', detail: this.#closed ? 'closed' : 'died' }));
        return;
      }
      if (caller !== '') this.#callers.set(caller, id);
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, args } satisfies WorkerCall);
    });
  }

  #cancel(id: number): void {
    if (!this.#pending.has(id)) return;
    CallStop.stop(this.#stops, id);
    this.#pending.get(id)?.reject(new ArchiveError('cancelled', { subject: 'search' }));
    this.#pending.delete(id);
  }

  async #close(): Promise<void> {
    if (this.#closed) return;
    await this.#call('close', []).catch(() => undefined);
    this.#closed = true;
    this.#here.end();
    this.#lost.end();
    await this.#worker.terminate();
    for (const id of [...this.#pending.keys()]) this.#cancel(id);
  }

  #methods(): SearchMethods {
    return {
      stamps: (...args) => this.#call('stamps', args),
      put: (...args) => this.#call('put', args),
      remove: (...args) => this.#call('remove', args),
      changeRows: (...args) => this.#call('changeRows', args),
      row: (...args) => this.#call('row', args),
      rows: (...args) => this.#call('rows', args),
      list: (...args) => this.#call('list', args),
      findByAddress: (...args) => this.#call('findByAddress', args),
      findByTextHash: (...args) => this.#call('findByTextHash', args),
      findByPrefix: (...args) => this.#call('findByPrefix', args),
      search: (request) => this.#search(request),
      searchIds: (...args) => this.#call('searchIds', args),
      excerpts: (...args) => this.#call('excerpts', args),
      matchesIn: (...args) => this.#call('matchesIn', args),
      complete: (...args) => this.#call('complete', args),
      counts: (...args) => this.#call('counts', args),
      flush: (...args) => this.#call('flush', args),
      clear: (...args) => this.#call('clear', args),
      close: () => this.#close(),
    };
  }
}
