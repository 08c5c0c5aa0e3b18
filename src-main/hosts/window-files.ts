import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** What a file of the window, or an asset of an article, is answered with. */
export type ServedFile = { status: number; headers: Record<string, string>; body: Uint8Array };

/**
 * The policy every page of the window is sent with: its own scripts, styles, fonts and images and nothing else; HTML
 * strings only from Svelte's own templates. "self" is the app's scheme or the bound loopback address.
 */
export const WINDOW_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

/** An asset came from a foreign page: opened by itself it may run and load nothing. */
export const ASSET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

const headers = (policy: string, mediaType: string): Record<string, string> => ({
  'Content-Security-Policy': policy,
  'Content-Type': mediaType,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
});

/** The answer for what is not there. */
export function notThere(): ServedFile {
  const body = new TextEncoder().encode('not found');
  return { status: 404, headers: headers(WINDOW_POLICY, 'text/plain; charset=utf-8'), body };
}

/**
 * A file of the built window. `folder` is the absolute folder of index.html; `path` is the still encoded path of the
 * address. Whatever leads out of the folder, or has a type the window does not use, is not there.
 */
export async function windowFile(folder: string, path: string): Promise<ServedFile> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return notThere();
  }
  if (decoded.includes('\0')) return notThere();
  const file = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
  const mediaType = MEDIA_TYPES[extname(file)];
  if (mediaType === undefined || !file.startsWith(folder + sep)) return notThere();
  try {
    return { status: 200, headers: headers(WINDOW_POLICY, mediaType), body: await readFile(file) };
  } catch {
    return notThere();
  }
}

/** Where the bytes of an article's asset lie; rejects where there is no such asset. */
export type FindAsset = (articleId: string, name: string) => Promise<{ path: string; mediaType: string }>;

const ASSET_PATH = /^\/asset\/([^/]+)\/([^/]+)$/;

/** Splits `/asset/<article id>/<name>` into its decoded parts; null for any other path. */
export function assetOfPath(path: string): { articleId: string; name: string } | null {
  const [, articleId, name] = ASSET_PATH.exec(path) ?? [];
  if (articleId === undefined || name === undefined) return null;
  try {
    return { articleId: decodeURIComponent(articleId), name: decodeURIComponent(name) };
  } catch {
    return null;
  }
}

/** An image or other asset of an article, kept from running or loading anything. */
export async function assetFile(find: FindAsset, articleId: string, name: string): Promise<ServedFile> {
  try {
    const { path, mediaType } = await find(articleId, name);
    // Named by the hash of its bytes, so it never changes.
    const kept = { 'Cache-Control': 'private, max-age=31536000, immutable' };
    return { status: 200, headers: { ...headers(ASSET_POLICY, mediaType), ...kept }, body: await readFile(path) };
  } catch {
    return notThere();
  }
}
