/** Entry of the worker thread the search lives in; `workerData` says which cache to open. */
import { parentPort, workerData } from 'node:worker_threads';
import type { EngineOptions } from './search/search-engine.ts';
import { openSearchHere } from './search/open-search.ts';
import { describeError, type SearchMethods, type WorkerCall, type WorkerMessage } from './search/worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('search-worker runs as a worker thread only');

const post = (message: WorkerMessage) => {
  port.postMessage(message);
};

const index = openSearchHere(workerData as EngineOptions);
port.on('message', (call: WorkerCall) => {
  void answer(call);
});
post({ ready: true, loadedFromCache: index.loadedFromCache });

async function answer({ id, method, args }: WorkerCall): Promise<void> {
  try {
    const methods: { [M in keyof SearchMethods]: (...args: never[]) => Promise<unknown> } = index;
    post({ id, ok: true, value: await methods[method](...(args as never[])) });
  } catch (error) {
    post({ id, ok: false, ...describeError(error) });
  }
}
