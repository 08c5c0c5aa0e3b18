import type { Readable } from 'node:stream';
import type { ReadSource } from '../import/import-formats.ts';

/** What the command line is given by whoever runs it: a process, the packaged app's worker, a test. */
export type CommandLineIo = {
  /** Writes to standard output; a reader who has gone away (`| head`) is no failure. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  input: Readable;
  environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  folder: string;
  /** A person looks at standard error: progress may be drawn. */
  terminal: boolean;
  /** Calls the listener when the user asks to stop; answers how to forget it. */
  onStop(listener: () => void): () => void;
  /** Reads what is imported, foreign pages in a thread with limits; null: in this thread. */
  readSource: ReadSource | null;
};

type Output = NodeJS.WriteStream | NodeJS.WritableStream;

/** Writes until the reader goes away, and then says nothing more. */
const writer = (stream: Output): ((text: string) => void) => {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    // Anything but a closed pipe is worth a failing exit code; there is nowhere left to say it.
    if (error.code !== 'EPIPE') process.exitCode = 1;
  });
  return (text) => {
    if (open) stream.write(text);
  };
};

/** The streams, variables and signals of this process. */
export const processIo = (readSource: ReadSource): CommandLineIo => ({
  out: writer(process.stdout),
  err: writer(process.stderr),
  get input() {
    return process.stdin;
  },
  environment: process.env,
  folder: process.cwd(),
  terminal: process.stderr.isTTY,
  onStop: (listener) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  readSource,
});
