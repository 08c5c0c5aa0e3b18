import type { IncomingMessage } from 'node:http';

/** A header that was sent exactly once; null: not at all, or more than once (which no browser does). */
export const singleHeader = (request: IncomingMessage, name: string): string | null => {
  const values: string[] = [];
  // `headers` joins or drops repeated ones; only the raw list shows two Host lines.
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    if (request.rawHeaders[at]?.toLowerCase() === name) values.push(request.rawHeaders[at + 1] ?? '');
  }
  return values.length === 1 ? (values[0] ?? null) : null;
};

const sent = (request: IncomingMessage, name: string): boolean =>
  request.rawHeaders.some((header, at) => at % 2 === 0 && header.toLowerCase() === name);

/**
 * Whether a request may be looked at at all, before any key is compared: asked under the very address that is bound
 * (else a rebound DNS name would do), by nobody or by a page of this origin, and not from another site. Answers the
 * HTTP status to refuse with, or null.
 */
export const refusalOf = (request: IncomingMessage, address: string): number | null => {
  const method = request.method ?? '';
  if (singleHeader(request, 'host') !== address) return 403;
  // "*", "http://…" (a proxy's form) and "//host/…" name something else than a path of ours.
  if (!/^\/(?!\/)/u.test(request.url ?? '')) return 400;
  if (method !== 'GET' && method !== 'POST') return 405;
  if (sent(request, 'upgrade')) return 400;

  const origin = singleHeader(request, 'origin');
  const ownOrigin = origin === `http://${address}`;
  if (sent(request, 'origin') ? !ownOrigin : method === 'POST') return 403;

  const site = singleHeader(request, 'sec-fetch-site');
  // "none": typed or opened by the user, which only a page may be.
  const fine = site === 'same-origin' || (site === 'none' && method === 'GET');
  if (sent(request, 'sec-fetch-site') && !fine) return 403;
  return null;
};

/** The value of one cookie; null: not sent, or sent twice. */
export const cookieOf = (request: IncomingMessage, name: string): string | null => {
  const values = (singleHeader(request, 'cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
};
