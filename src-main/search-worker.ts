/**
 * Entry of the threads the search lives in: one that answers, and those it starts itself to build segments. `workerData`
 * says which this is.
 */
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { BuilderThreads, type BuilderAnswer, type BuilderJob, type BuilderRole } from './search/builder-threads.ts';
import { packCatalogue } from './search/cache/pack-catalogue.ts';
import { openSearchHere } from './search/open-search.ts';
import type { EngineOptions } from './search/search-engine.ts';
import { buildSegment } from './search/segments/build-segment.ts';
import { loadTermRules } from './search/terms/word-lists.ts';
import { describeError, type SearchMethods, type WorkerCall, type WorkerMessage } from './search/worker-protocol.ts';

if (!parentPort) throw new Error('search-worker runs as a worker thread only');
const data = workerData as EngineOptions | BuilderRole;
if ('role' in data) buildSegments(parentPort);
else answerCalls(parentPort, data);

function answerCalls(port: MessagePort, options: EngineOptions): void {
  const index = openSearchHere(options, new BuilderThreads((builder) => new Worker(__filename, builder)));
  const methods: { [M in keyof SearchMethods]: (...args: never[]) => Promise<unknown> } = index;
  const post = (message: WorkerMessage) => {
    port.postMessage(message);
  };
  const answer = async ({ id, method, args }: WorkerCall) => {
    try {
      post({ id, ok: true, value: await methods[method](...(args as never[])) });
    } catch (error) {
      post({ id, ok: false, ...describeError(error) });
    }
  };
  port.on('message', (call: WorkerCall) => {
    void answer(call);
  });
  post({ ready: true, loadedFromCache: index.loadedFromCache });
}

function buildSegments(port: MessagePort): void {
  const rules = loadTermRules();
  port.on('message', (job: BuilderJob) => {
    let answer: BuilderAnswer;
    try {
      if ('snapshotPath' in job) packCatalogue(job);
      else buildSegment(job, rules);
      answer = { ok: true };
    } catch (error) {
      answer = { ok: false, detail: String(error) };
    }
    port.postMessage(answer);
  });
}
