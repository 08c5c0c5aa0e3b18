import type { ArchiveEvent, Bridge, Call, ErrorCode, NachleseApi, Reply, UiLanguage } from '#contract';
import { httpBridge, uploadOverHttp } from './shell/http-bridge.ts';

/** A call that was answered with a failure: a code to act on and a sentence to show. */
export class ArchiveFailure extends Error {
  override readonly name = 'ArchiveFailure';
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

declare global {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface adds to the browser's own
  interface Window {
    /** Set by the preload script in Electron; absent at the browser door. */
    nachlese?: Bridge;
  }
}

let opened: Bridge | null = null;
let stream: (() => void) | null = null;
const listeners = new Set<(event: ArchiveEvent) => void>();
let callLanguage: UiLanguage = 'de';

function bridge(): Bridge {
  return (opened ??= window.nachlese ?? httpBridge());
}

/** Language of the sentences that answers carry from now on. */
export function answerIn(language: UiLanguage): void {
  callLanguage = language;
}

async function call(method: string, args: unknown[]): Promise<unknown> {
  // State of the window is proxies, which cross no process boundary.
  const plain = JSON.parse(JSON.stringify(args)) as unknown[];
  const request: Call = { method, args: plain, language: callLanguage };
  let reply: Reply<unknown>;
  try {
    reply = JSON.parse(await bridge().callArchive(request)) as Reply<unknown>;
  } catch (cause) {
    throw new ArchiveFailure('internal', cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (reply.ok) return reply.value;
  throw new ArchiveFailure(reply.error.code, reply.error.message);
}

/** The archive, whichever door this window stands at. A refused call throws an {@link ArchiveFailure}. */
export const archive: NachleseApi = new Proxy({} as NachleseApi, {
  get: (_, method) =>
    // "then" makes awaiting the proxy itself harmless.
    typeof method === 'symbol' || method === 'then' ? undefined : (...args: unknown[]) => call(method, args),
});

/** Calls `listener` for everything the archive tells unasked; the answer stops it. */
export function onArchiveEvent(listener: (event: ArchiveEvent) => void): () => void {
  // One stream for all of the window: a browser opens six connections to one address and no more.
  stream ??= bridge().onEvent((event) => {
    for (const each of [...listeners]) each(event);
  });
  const own = (event: ArchiveEvent): void => {
    listener(event);
  };
  listeners.add(own);
  return () => {
    listeners.delete(own);
  };
}

/** Where the file lies on this machine; "" at the browser door. */
export function pathOfFile(file: File): string {
  return bridge().pathOfFile(file);
}

/** Sends a file to the browser door, for an import source of kind "upload"; the answer is the upload's id. */
export async function uploadFile(file: File): Promise<string> {
  const reply = await uploadOverHttp(file);
  if (reply.ok) return reply.value.upload;
  throw new ArchiveFailure(reply.error.code, reply.error.message);
}

/** Address of a stored image, for `src`. */
export function assetUrl(articleId: string, name: string): string {
  return new URL(`asset/${encodeURIComponent(articleId)}/${encodeURIComponent(name)}`, document.baseURI).href;
}
