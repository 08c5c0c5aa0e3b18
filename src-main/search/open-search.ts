import type { SearchAnswer, SearchRequest } from '#contract';
import { randomUUID } from 'node:crypto';
import type { Worker, WorkerOptions } from 'node:worker_threads';
import { SearchAnswers } from './answer-search.ts';
import { packCatalogue } from './cache/pack-catalogue.ts';
import { NEVER_STOPPED, type CallStop } from './call-stop.ts';
import { Completions } from './complete-query.ts';
import { SearchEngine, type Builders, type EngineOptions } from './search-engine.ts';
import type { SearchIndex, SearchOptions } from './search-index.ts';
import { buildSegment } from './segments/build-segment.ts';
import type { SecondScanner } from './segments/second-scanner.ts';
import type { TermRules } from './terms/term-rules.ts';
import { loadTermRules, readOwnNames } from './terms/word-lists.ts';
import { WorkerSearch } from './worker-search.ts';

/** Makes the thread the search lives in: `search-worker.ts` as the build bundles it. */
export type SearchWorkerMaker = (options: WorkerOptions) => Worker;

/**
 * Opens the search of one archive from its cache folder, whatever state that is in. In a thread of its own where
 * `createWorker` is given, else in this one.
 */
export async function openSearch(options: SearchOptions, createWorker: SearchWorkerMaker | null): Promise<SearchIndex> {
  const { cacheFolder, archiveId, namesFile } = options;
  const own: EngineOptions = { cacheFolder, archiveId, token: randomUUID(), names: readOwnNames(namesFile) };
  return createWorker ? WorkerSearch.open(own, createWorker) : openSearchHere(own);
}

/** In this thread a search can be stopped while it runs. */
export type SearchHere = SearchIndex & {
  search(request: SearchRequest, stop?: CallStop): Promise<SearchAnswer>;
  readonly engine: SearchEngine;
};

/** The search in this thread: for the worker itself, for tests and for short-lived programs. */
export function openSearchHere(options: EngineOptions, builders?: Builders, second?: SecondScanner): SearchHere {
  const rules = loadTermRules(options.names);
  const engine = new SearchEngine(options, rules, builders ?? buildHere(rules), second ?? null);
  const answers = new SearchAnswers(engine);
  const completions = new Completions(engine);
  const { catalogue } = engine;
  // Without a caller nobody would ask again: the answer waits until all is indexed.
  const ready = (caller: string | undefined) => (caller ? Promise.resolve() : engine.whenComplete());
  return {
    engine,
    loadedFromCache: engine.loadedFromCache,
    stamps: async () => engine.stamps(),
    put: async (articles) => engine.put(articles),
    remove: async (ids) => engine.remove(ids),
    changeRows: async (rows, stamps) => engine.changeRows(rows, stamps),
    row: async (id) => engine.row(id),
    rows: async (ids) => engine.rows(ids),
    list: async (request) => engine.list(request),
    findByAddress: async (address) => catalogue.findByAddress(address),
    findByTextHash: async (hash) => catalogue.findByTextHash(hash),
    findByPrefix: async (prefix) => catalogue.findByPrefix(prefix),
    // The worker adds what tells it that a search is no longer wanted.
    search: async (request, stop: CallStop = NEVER_STOPPED) => {
      await ready(request.caller);
      stop.check();
      return answers.search(request, stop);
    },
    searchIds: async (query) => {
      await ready(undefined);
      return answers.searchIds(query);
    },
    excerpts: (query, ids) => answers.excerpts(query, ids),
    matchesIn: async (id, query) => answers.matchesIn(id, query),
    complete: async (query) => completions.complete(query),
    counts: async () => engine.counts(),
    flush: () => engine.settle(),
    clear: async () => engine.clear(),
    onLost: (listener) => {
      engine.onLost(listener);
    },
    close: async () => engine.close(),
  };
}

function buildHere(rules: TermRules): Builders {
  return {
    threads: 1,
    build: async (job) => buildSegment(job, rules),
    pack: async (job) => {
      packCatalogue(job);
    },
  };
}
