import type { ServerResponse } from 'node:http';
import type { ArchiveEvent } from '#contract';

const MOST_STREAMS = 64;
/** Bytes not yet taken by a reader who fell asleep; past it the stream is ended, and the browser comes again. */
const MOST_WAITING = 4 * 1024 * 1024;
/** Ms between signs of life, so that a tunnel does not close a quiet stream. */
const BEAT = 25_000;

/** Server-sent events (WHATWG HTML, section 9.2) to all windows at this door. */
export class EventStreams {
  readonly #streams = new Set<ServerResponse>();
  readonly #beat = setInterval(() => {
    this.#write(': alive\n\n');
  }, BEAT).unref();

  /** False: too many windows already. */
  open(response: ServerResponse, headers: Readonly<Record<string, string>>): boolean {
    if (this.#streams.size >= MOST_STREAMS) return false;
    response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 1000\n\n');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    return true;
  }

  send(event: ArchiveEvent): void {
    this.#write(`data: ${JSON.stringify(event)}\n\n`);
  }

  close(): void {
    clearInterval(this.#beat);
    for (const stream of this.#streams) stream.end();
  }

  #write(text: string): void {
    for (const stream of this.#streams) {
      if (stream.writableLength > MOST_WAITING) stream.destroy();
      else stream.write(text);
    }
  }
}
