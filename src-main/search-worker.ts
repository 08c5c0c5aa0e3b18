/**
 * Entry of the threads the search lives in: one that answers, and those it starts itself to scan beside it and to build
 * segments. `workerData` says which this is.
 */
import type { SearchRequest } from '#contract';
import {
  parentPort,
  Worker,
  workerData,
  type MessagePort,
  type WorkerOptions as ThreadOptions,
} from 'node:worker_threads';
import { BuilderThreads, type BuilderAnswer, type BuilderJob, type BuilderRole } from './search/builder-threads.ts';
import { CallStop } from './search/call-stop.ts';
import { packCatalogue } from './search/cache/pack-catalogue.ts';
import { openSearchHere } from './search/open-search.ts';
import { buildSegment } from './search/segments/build-segment.ts';
import { packAnswer } from './search/packed-answer.ts';
import { RestingNotice } from './search/resting-notice.ts';
import { scanShares, type ScannerRole } from './search/segments/scanner-thread.ts';
import { SecondScanner } from './search/segments/second-scanner.ts';
import { readSegment } from './search/segments/segment-file.ts';
import { loadTermRules } from './search/terms/word-lists.ts';
import {
  describeError,
  type SearchMethods,
  type WorkerCall,
  type WorkerMessage,
  type WorkerOptions,
} from './search/worker-protocol.ts';

if (!parentPort) throw new Error('search-worker runs as a worker thread only');
const data = workerData as WorkerOptions | BuilderRole | ScannerRole;
if (!('role' in data)) answerCalls(parentPort, data);
else if (data.role === 'scanner') scanShares(parentPort);
else buildSegments(parentPort);

function answerCalls(port: MessagePort, { engine, stops }: WorkerOptions): void {
  const create = (options: ThreadOptions) => new Worker(__filename, options);
  const index = openSearchHere(engine, new BuilderThreads(create), new SecondScanner(create));
  const methods: { [M in keyof SearchMethods]: (...args: never[]) => Promise<unknown> } = index;
  const post = (message: WorkerMessage) => {
    port.postMessage(message);
  };
  const notice = new RestingNotice(index.engine, post);
  const answer = async ({ id, method, args }: WorkerCall) => {
    try {
      const stop = new CallStop(stops, id);
      const request = method === 'search' ? (args[0] as SearchRequest) : null;
      if (request?.withoutExcerpts) post({ id, ok: true, answer: packAnswer(await index.search(request, stop)) });
      else {
        const value = await methods[method](...([...args, stop] as never[]));
        notice.changed();
        post({ id, ok: true, value });
      }
    } catch (error) {
      notice.changed();
      post({ id, ok: false, ...describeError(error) });
    }
  };
  port.on('message', (call: WorkerCall) => {
    void answer(call);
  });
  index.onLost((lost) => {
    post({ lost });
  });
  post({ ready: true, loadedFromCache: index.loadedFromCache });
}

function buildSegments(port: MessagePort): void {
  const rules = loadTermRules();
  port.on('message', (job: BuilderJob) => {
    let answer: BuilderAnswer;
    try {
      answer = { ok: true, sections: null };
      if ('load' in job) answer.sections = readSegment(job.load, job.archiveId);
      else if ('snapshotPath' in job) packCatalogue(job);
      else answer.sections = buildSegment(job, rules);
    } catch (error) {
      answer = { ok: false, detail: String(error) };
    }
    port.postMessage(answer);
  });
}
