import { createReadStream, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { ReadSource } from '../import/import-formats.ts';
import type { CommandLineIo } from './command-line-io.ts';

const sleeper = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Writes all of a text to a file descriptor, waiting for a slow reader; false: the reader has gone away. */
export const writeWhole = (file: number, text: string): boolean => {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      // A pipe that does not block and is full.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(sleeper, 0, 0, 5);
    }
  }
  return true;
};

const writer = (file: number): ((text: string) => void) => {
  let open = true;
  return (text) => {
    if (open) open = writeWhole(file, text);
  };
};

/**
 * For a thread whose main thread waits: reads and writes the process's files itself, as `process.stdout` of a thread goes
 * through the main one. Signals reach nobody here; they end the process as a system does by itself.
 */
export const blockingIo = (readSource: ReadSource): CommandLineIo => ({
  out: writer(1),
  err: writer(2),
  get input() {
    return createReadStream('', { fd: 0, autoClose: false });
  },
  environment: process.env,
  folder: process.cwd(),
  terminal: isatty(2),
  onStop: () => () => undefined,
  readSource,
});
