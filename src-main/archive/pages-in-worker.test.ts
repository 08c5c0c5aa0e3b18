import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { PageRequest } from '../import/import-record.ts';
import { readPagesInWorker } from './pages-in-worker.ts';

/** A thread that never comes back from a page named "slow" and answers any other with its name. */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, request }) => {
    while (request.name === 'slow');
    parentPort.postMessage({ id, ok: true, page: request.name });
  });
`;

const page = (name: string): PageRequest => ({ kind: 'html', text: '', name, title: null });

it('refuses a page that takes too long, and reads those that were asked for meanwhile', async () => {
  const read = readPagesInWorker((options) => new Worker(THREAD, { ...options, eval: true }), 4_000);
  const [slow, other] = await Promise.allSettled([read(page('slow')), read(page('other'))]);
  expect(slow).toMatchObject({ status: 'rejected', reason: { code: 'too-slow' } });
  expect(other).toEqual({ status: 'fulfilled', value: 'other' });
}, 60_000);
