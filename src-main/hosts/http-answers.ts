import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode, Reply } from '#contract';
import { ArchiveError } from '../errors.ts';
import { errorAnswer } from '../messages/index.ts';
import type { ServedFile } from './window-files.ts';

/** Every answer of the browser door has these: nothing is guessed, passed on, read by other origins or kept. */
export const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** A failed call, in the language the browser asks for. */
export const failure = (request: IncomingMessage, code: ErrorCode, values: ArchiveError['values']): Reply<never> => ({
  ok: false,
  error: errorAnswer(
    new ArchiveError(code, values),
    /^\s*de\b/iu.test(request.headers['accept-language'] ?? '') ? 'de' : 'en',
  ),
});

export const sendReply = (response: ServerResponse, reply: Reply<unknown>): void => {
  const body = Buffer.from(JSON.stringify(reply), 'utf8');
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(body.length) };
  response.writeHead(200, { ...COMMON_HEADERS, ...headers });
  response.end(body);
};

export const sendFile = (response: ServerResponse, { status, headers, body }: ServedFile): void => {
  response.writeHead(status, { ...COMMON_HEADERS, ...headers, 'Content-Length': String(body.length) });
  response.end(body);
};

const WORDS: Readonly<Record<number, string>> = {
  403: 'Bitte die Adresse öffnen, die „nachlese serve“ zuletzt gezeigt hat; sie gilt einmal.\nPlease open the address that "nachlese serve" showed last; it works once.\n',
};

/** Refuses a request in plain text, without reading what else the sender has to say. */
export const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, {
    ...COMMON_HEADERS,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': 'text/plain; charset=utf-8',
    Connection: 'close',
  });
  response.end(WORDS[status] ?? `${String(status)}\n`);
};
