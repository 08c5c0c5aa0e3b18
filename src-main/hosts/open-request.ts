import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArchiveEvent } from '#contract';

type OpenRequest = Extract<ArchiveEvent, { type: 'open-request' }>;

const LINK = /^nachlese:\/\/article\/([a-z0-9-]+)\/?(?:[?#]note=([0-9a-f-]+))?$/;

/**
 * The arguments that are the user's: without the program, and in a checkout without the app's folder, which is the
 * first that is no switch (Electron leaves its own switches in before it).
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const args = argv.slice(1);
  if (isPackaged) return args;
  const app = args.findIndex((argument) => !argument.startsWith('-'));
  return app === -1 ? [] : args.slice(app + 1);
}

/**
 * What the arguments of a start ask for: files to import, as paths or file: addresses (a desktop's "open with" gives
 * those), or a link nachlese://article/<id>, …#note=<uuid> for a note. `args` are without program and app; switches are
 * left out, and so are addresses of other schemes and of other machines. `folder` is where relative paths start. Null:
 * nothing is asked.
 */
export function openRequest(args: readonly string[], folder: string): OpenRequest | null {
  const request: OpenRequest = { type: 'open-request', paths: [], articleId: null, noteId: null };
  for (const argument of args) {
    if (argument === '' || argument.startsWith('-')) continue;
    if (argument.startsWith('nachlese://')) {
      const [, articleId, noteId] = LINK.exec(argument) ?? [];
      request.articleId = articleId ?? request.articleId;
      request.noteId = noteId ?? request.noteId;
      continue;
    }
    const path = pathOf(argument, folder);
    if (path !== null) request.paths.push(path);
  }
  return request.paths.length > 0 || request.articleId !== null ? request : null;
}

function pathOf(argument: string, folder: string): string | null {
  // Two letters at least: "C:" is a drive.
  if (!/^[a-z][a-z\d+.-]+:/iu.test(argument)) return isAbsolute(argument) ? argument : resolve(folder, argument);
  try {
    return fileURLToPath(argument);
  } catch {
    return null;
  }
}
