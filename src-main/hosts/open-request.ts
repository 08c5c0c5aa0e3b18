import { isAbsolute, resolve } from 'node:path';
import type { ArchiveEvent } from '#contract';

type OpenRequest = Extract<ArchiveEvent, { type: 'open-request' }>;

const LINK = /^nachlese:\/\/article\/([a-z0-9-]+)(?:\?note=([0-9a-f-]+))?$/;

/**
 * What the arguments of a start ask for: files to import, or a link nachlese://article/<id>?note=<uuid>. `args` are
 * without program and app; switches are left out. `folder` is where relative paths start. Null: nothing is asked.
 */
export function openRequest(args: readonly string[], folder: string): OpenRequest | null {
  const request: OpenRequest = { type: 'open-request', paths: [], articleId: null, noteId: null };
  for (const argument of args) {
    if (argument === '' || argument.startsWith('-')) continue;
    if (argument.startsWith('nachlese://')) {
      const [, articleId, noteId] = LINK.exec(argument) ?? [];
      request.articleId = articleId ?? request.articleId;
      request.noteId = noteId ?? request.noteId;
    } else request.paths.push(isAbsolute(argument) ? argument : resolve(folder, argument));
  }
  return request.paths.length > 0 || request.articleId !== null ? request : null;
}
