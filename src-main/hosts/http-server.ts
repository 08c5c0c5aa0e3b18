import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ArchiveEvent, NachleseApi, Reply } from '#contract';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { answerCall } from './answer-call.ts';
import { lookInto, parsedJson, readBody } from './browser-call.ts';
import { DoorKeys } from './door-keys.ts';
import { EventStreams } from './event-stream.ts';
import { logFailure, type FailureLog } from './failure-log.ts';
import { COMMON_HEADERS, failure, refuse, sendFile, sendReply } from './http-answers.ts';
import { cookieOf, refusalOf, singleHeader } from './request-guard.ts';
import type { Uploads } from './uploads.ts';
import { assetFile, assetOfPath, windowFile, type FindAsset, type ServedFile } from './window-files.ts';

/** The only address ever bound. */
const LOOPBACK = '127.0.0.1';
/** Bytes of one call at most; larger things are uploads. */
const LARGEST_CALL = 64 * 1024 ** 2;
/** Seconds an upload may take. */
const LONGEST_REQUEST = 60 * 60;

/** Carries the write key; a form or a foreign page cannot send it. */
export const WRITE_HEADER = 'x-nachlese-write';
/** Carries an upload's file name, percent-encoded. */
const NAME_HEADER = 'x-nachlese-name';

export type BrowserDoorOptions = {
  api: NachleseApi;
  findAsset: FindAsset;
  /** Calls the listener for all events from now on; answers how to stop. */
  onEvent: (listener: (event: ArchiveEvent) => void) => () => void;
  /** Absolute folder of the built index.html. */
  windowFolder: string;
  uploads: Uploads;
  /** 0: any free one. */
  port: number;
  /** An entry token was used up: the address for the next browser. */
  entered?: (nextAddress: string) => void;
  log?: FailureLog;
};

export type BrowserDoor = {
  port: number;
  /** Opens the archive in a browser; works once. */
  address(): string;
  close(): Promise<void>;
};

/**
 * Serves the window and the archive to browsers of this machine. Nothing is answered but to the bound address and its
 * own origin; pages, assets and events need the cookie, calls and uploads the write key as well; GET changes nothing.
 */
export const openBrowserDoor = async (options: BrowserDoorOptions): Promise<BrowserDoor> => {
  const keys = new DoorKeys();
  const streams = new EventStreams();
  const server = createServer({ requestTimeout: LONGEST_REQUEST * 1000, headersTimeout: 20_000 });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen({ host: LOOPBACK, port: options.port, exclusive: true });
  await once(server, 'listening').catch((cause: unknown) => {
    const taken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const values = { subject: `${LOOPBACK}:${options.port}`, reason: taken ? 'port-taken' : String(cause) };
    throw new ArchiveError('io', values, { cause });
  });
  const { port } = server.address() as AddressInfo;
  const visit = new Visits(options, keys, streams, port);
  server.on('request', (request, response) => void visit.answer(request, response));
  // Without these, Node would hand a WebSocket's or a proxy's request to the handler above, or hang.
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n'));
  const stopEvents = options.onEvent((event) => {
    streams.send(event);
  });
  return {
    port,
    address: () => visit.address(),
    close: async () => {
      stopEvents();
      streams.close();
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      await options.uploads.close();
    },
  };
};

class Visits {
  readonly #options: BrowserDoorOptions;
  readonly #keys: DoorKeys;
  readonly #streams: EventStreams;
  readonly #host: string;
  readonly #cookie: string;

  constructor(options: BrowserDoorOptions, keys: DoorKeys, streams: EventStreams, port: number) {
    this.#options = options;
    this.#keys = keys;
    this.#streams = streams;
    this.#host = `${LOOPBACK}:${String(port)}`;
    // Cookies ignore ports: two archives served at once must not share a name.
    this.#cookie = `nachlese-${String(port)}`;
  }

  address(): string {
    return `http://${this.#host}/?token=${this.#keys.entry}`;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refused = refusalOf(request, this.#host);
      if (refused !== null) refuse(response, refused);
      else if (request.method === 'POST') await this.#post(request, response);
      else await this.#get(request, response);
    } catch (error) {
      (this.#options.log ?? logFailure)('http', asArchiveError(error));
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    }
  }

  async #get(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://${this.#host}`);
    const token = searchParams.get('token');
    const mayRead = this.#keys.mayRead(cookieOf(request, this.#cookie));
    if (pathname === '/' && token !== null && !mayRead) {
      this.#enter(token, response);
      return;
    }
    if (!mayRead) refuse(response, 403);
    else if (pathname === '/events') {
      if (!this.#streams.open(response, COMMON_HEADERS)) refuse(response, 503);
    } else sendFile(response, await this.#file(pathname));
  }

  /**
   * Trades the entry token for the two keys. The write key travels in the fragment of the new address, which browsers
   * keep to themselves; the page stores it and takes it out of the address.
   */
  #enter(token: string, response: ServerResponse): void {
    const keys = this.#keys.enter(token);
    if (keys === null) {
      refuse(response, 403);
      return;
    }
    response.writeHead(303, {
      ...COMMON_HEADERS,
      'Set-Cookie': `${this.#cookie}=${keys.read}; Path=/; HttpOnly; SameSite=Strict`,
      Location: `/#write=${keys.write}`,
    });
    response.end();
    this.#options.entered?.(this.address());
  }

  #file(pathname: string): Promise<ServedFile> {
    const asset = assetOfPath(pathname);
    return asset
      ? assetFile(this.#options.findAsset, asset.articleId, asset.name)
      : windowFile(this.#options.windowFolder, pathname);
  }

  async #post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const mayRead = this.#keys.mayRead(cookieOf(request, this.#cookie));
    if (!mayRead || !this.#keys.mayWrite(singleHeader(request, WRITE_HEADER))) {
      refuse(response, 403);
      return;
    }
    const handler = this.#handlerOf(request.url ?? '', singleHeader(request, 'content-type') ?? '');
    if (typeof handler === 'number') refuse(response, handler);
    else sendReply(response, await handler(request));
  }

  #handlerOf(url: string, type: string): number | ((request: IncomingMessage) => Promise<Reply<unknown>>) {
    const handlers = {
      '/call': { type: /^application\/json(?:; ?charset=utf-8)?$/iu, run: this.#call.bind(this) },
      '/upload': { type: /^application\/octet-stream$/iu, run: this.#upload.bind(this) },
    };
    if (url !== '/call' && url !== '/upload') return 404;
    return handlers[url].type.test(type) ? handlers[url].run : 415;
  }

  async #call(request: IncomingMessage): Promise<Reply<unknown>> {
    const body = await readBody(request, LARGEST_CALL);
    if (body === null) return failure(request, 'too-large', { subject: 'call', reason: 'limit', limit: LARGEST_CALL });
    const call = parsedJson(body);
    const { method, uploads, refused } = lookInto(call);
    if (refused) return failure(request, 'not-at-this-door', { method });
    const reply = await answerCall(this.#options.api, call, this.#options.log);
    await this.#options.uploads.forget(uploads);
    return reply;
  }

  async #upload(request: IncomingMessage): Promise<Reply<unknown>> {
    try {
      const name = decodeURIComponent(singleHeader(request, NAME_HEADER) ?? '');
      return { ok: true, value: { upload: await this.#options.uploads.take(name, request) } };
    } catch (error) {
      const { code, values } =
        error instanceof URIError ? new ArchiveError('bad-argument', { argument: NAME_HEADER }) : asArchiveError(error);
      return failure(request, code, values);
    }
  }
}
