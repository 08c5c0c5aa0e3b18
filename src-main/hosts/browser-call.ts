import type { Readable } from 'node:stream';
import type { Method } from '#contract';

/** Calls a browser has its own way for: it downloads what is exported. */
const DESKTOP_ONLY: ReadonlySet<string> = new Set<Method>(['writeExport']);

export type BrowserCall = { method: string; uploads: string[]; refused: boolean };

/**
 * What the browser door itself must know of a call that is not checked yet: the uploads it uses up, and whether it is
 * one for the desktop only. Files to be imported are sent, not named by a path; folders of archives and backups are typed
 * in, as whoever has the door's token is the owner of this machine's files.
 */
export const lookInto = (call: unknown): BrowserCall => {
  const { method, args } = (typeof call === 'object' && call !== null ? call : {}) as {
    method?: unknown;
    args?: unknown;
  };
  const nothing = { method: String(method), uploads: [], refused: DESKTOP_ONLY.has(String(method)) };
  if (method !== 'importSources' || !Array.isArray(args)) return nothing;
  const request = args[0] as { sources?: unknown; dryRun?: unknown } | null | undefined;
  const sources = Array.isArray(request?.sources) ? (request.sources as unknown[]) : [];
  const uploads: string[] = [];
  let refused = false;
  for (const source of sources) {
    const { kind, upload } = (source ?? {}) as { kind?: unknown; upload?: unknown };
    if (kind === 'path') refused = true;
    if (kind === 'upload' && typeof upload === 'string' && request?.dryRun === false) uploads.push(upload);
  }
  return { method, uploads, refused };
};

/** Null: not JSON; the check of the call then says so. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The whole body as text; null: more than `limit` bytes. */
export const readBody = async (body: Readable, limit: number): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
