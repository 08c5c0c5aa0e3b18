import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { runCommandBlocking } from './command-thread.ts';

/** A thread that runs this script with `argv` and `state`. */
const thread = (script: string) => (options: object) =>
  new Worker(`const { argv, state } = require('node:worker_threads').workerData; ${script}`, {
    ...options,
    eval: true,
  });

test('waits for the thread and answers its exit code', () => {
  const script = 'Atomics.store(state, 1, argv.length); Atomics.store(state, 0, 1); Atomics.notify(state, 0);';
  expect(runCommandBlocking(['search', 'a', 'b'], thread(script))).toBe(3);
});

test('ends where the thread has died without a word', () => {
  expect(runCommandBlocking([], thread('process.exit(1)'), 500)).toBe(70);
});
