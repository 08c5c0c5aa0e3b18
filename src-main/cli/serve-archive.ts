import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import { openBrowserDoor } from '../hosts/http-server.ts';
import { Uploads } from '../hosts/uploads.ts';
import { openSession } from '../session.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Serves window and archive on 127.0.0.1 until the user stops it; prints the address. */
export const serveArchive = async (
  context: CommandContext,
  { port, open }: { port: number; open?: boolean },
): Promise<ExitCode> => {
  const uploads = new Uploads(join(context.folders.cache, 'uploads', randomBytes(8).toString('hex')));
  const session = await openSession({
    host: {
      door: 'browser',
      platform: process.platform,
      version,
      runtime: `Node.js ${process.versions.node}`,
      dialogs: false,
      language: context.language,
    },
    actions: null,
    upload: (id) => uploads.pathOf(id),
    archiveFolder: context.namedArchive,
  });
  try {
    warnOrThrow(context, session.archive.bind(session));
    const door = await openBrowserDoor({
      api: session.api,
      findAsset: (articleId, name) => session.asset(articleId, name),
      onEvent: (listener) => session.onEvent(listener),
      windowFolder: join(__dirname, '../renderer'),
      uploads,
      port,
      entered: (next) => {
        context.remark(context.say('serve.next', { url: next }));
      },
    });
    const url = door.address();
    const tunnel = tunnelTo(door.port);
    context.answer({ url, port: door.port, tunnel }, () =>
      [
        context.say('serve.ready', { url }),
        context.say('serve.tunnel', { command: tunnel }),
        context.say('serve.stop'),
      ].join('\n'),
    );
    if (open === true) openInBrowser(context, url);
    await new Promise<void>((resolve) => context.io.onStop(resolve));
    await door.close();
    context.remark(context.say('serve.stopped'));
    return EXIT.done;
  } finally {
    await session.close();
  }
};

/** An archive named on the command line must open; another may be chosen in the window, which shows the reason. */
const warnOrThrow = (context: CommandContext, archive: () => unknown): void => {
  try {
    archive();
  } catch (error) {
    if (context.archiveIsOption) throw error;
    context.remark(context.sentence(error));
  }
};

/** What to type on another machine; the port stays the same, as the address is checked with it. */
const tunnelTo = (port: number): string =>
  `ssh -N -L ${String(port)}:127.0.0.1:${String(port)} ${userName()}${hostname()}`;

const userName = (): string => {
  try {
    return `${userInfo().username}@`;
  } catch {
    // A user without an entry in the system's list, as in some containers.
    return '';
  }
};

const openInBrowser = (context: CommandContext, url: string): void => {
  const [command, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...before, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {
    context.remark(context.say('serve.no-browser', { command }));
  });
  opener.unref();
};
