import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, dialog, ipcMain, protocol, shell } from 'electron';
import type { Host, UiLanguage } from '#contract';
import type * as desktopCalls from './desktop-calls.ts';
import { ARTICLE_SCHEME, serveArticles } from './hosts/article-protocol.ts';
import { CHANNELS } from './hosts/channels.ts';
import { electronDialogs } from './hosts/electron-dialogs.ts';
import * as windows from './hosts/electron-window.ts';
import { endInOrder } from './hosts/end-in-order.ts';
import { HandedOver } from './hosts/handed-over.ts';
import { openRequest, ownArguments } from './hosts/open-request.ts';
import { SavesUnderWay } from './hosts/saves-under-way.ts';
import { callLanguage } from './messages/call-language.ts';

// Set by the development server of electron-vite only.
const developmentAddress = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);
const started = ownArguments(process.argv, app.isPackaged);

let window: BrowserWindow | null = null;

// 1. Before Chromium starts: nothing leaves this machine, and its own files lie beside our settings.
for (const [name, value] of windows.OFFLINE_SWITCHES) app.commandLine.appendSwitch(name, value);
if (developmentAddress !== null) app.commandLine.removeSwitch('host-resolver-rules');
if (!app.commandLine.hasSwitch('user-data-dir'))
  app.setPath('userData', join(process.env['NACHLESE_DATA'] ?? join(app.getPath('appData'), 'nachlese'), 'window'));
protocol.registerSchemesAsPrivileged([ARTICLE_SCHEME]);
// With root's --no-sandbox it would start over and over; the window asks for its sandbox by itself too.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

// 2. One window per user: a second start hands its arguments to the first and ends.
if (app.requestSingleInstanceLock({ args: started, folder: process.cwd() })) void start();
else app.exit(0);

async function start(): Promise<void> {
  // They may come before anything is ready: from macOS by events, elsewhere from a second start.
  const handed = new HandedOver();
  let show: () => void = () => undefined;
  const take = (args: readonly string[], folder: string): void => {
    handed.take(openRequest(args, folder));
    show();
  };
  take(started, process.cwd());
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take([path], process.cwd());
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take([url], process.cwd());
  });
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const { args, folder } = data as { args: string[]; folder: string };
    take(args, folder);
  });
  // Elsewhere the package says so; only Windows wants to be told by the program.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient('nachlese');
  app.on('web-contents-created', (_event, contents) => windows.closeContents(contents));
  await app.whenReady();
  windows.closeSession(windows.windowSession(), developmentAddress);

  // 3. The archive opens while the window loads; its calls wait for it. Loaded late: most of the program is in there.
  const language: UiLanguage = app.getLocale().startsWith('de') ? 'de' : 'en';
  let load: () => void = () => undefined;
  const loaded = new Promise<void>((resolve) => (load = resolve)).then(
    () => createRequire(__filename)('./desktop-calls.cjs') as typeof desktopCalls,
  );
  const opening = loaded.then(({ openSession }) =>
    openSession({
      host: host(language),
      actions: electronDialogs(
        { dialog, shell },
        () => window,
        () => callLanguage(language),
      ),
    }),
  );
  opening.catch((error: unknown) => process.stderr.write(`${String(error)}\n`));

  // 4. The door: calls in, events out, files of the window and of articles.
  const saves = new SavesUnderWay(app);
  ipcMain.handle(CHANNELS.call, async ({ sender, senderFrame }, call: unknown) => {
    if (!windows.isTrustedSender(window, sender, senderFrame, developmentAddress)) throw new Error('refused');
    const { answerCall } = await loaded;
    const reply = await saves.run(call, async () => answerCall((await opening).api, call));
    // An answered call shows that the window listens, if it is still this one.
    if (sender === window?.webContents) handed.heardBy((event) => windows.tellWindow(window, event));
    return JSON.stringify(reply);
  });
  void opening.then((session) => session.onEvent((event) => windows.tellWindow(window, event)));
  serveArticles(join(__dirname, '../renderer'), async (articleId, name) => (await opening).asset(articleId, name));

  // 5. The window.
  windows.setApplicationMenu(language);
  const open = (): void => {
    window = windows.openWindow({
      preload: join(__dirname, '../preload/preload.cjs'),
      icon: join(app.getAppPath(), 'resources/icons/nachlese-256.png'),
      placeFile: join(app.getPath('userData'), 'window.json'),
      developmentAddress,
      language,
    });
    saves.hold(window);
    window.on('closed', () => {
      window = null;
      handed.unheard();
    });
  };
  open();
  // By now Chromium is starting the window's process, beside this one.
  setImmediate(load);

  // 6. What may come later.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  const isEnding = endInOrder(app, async () => (await opening).close());
  // A window opened now would go with the program.
  app.on('activate', () => window ?? (isEnding() || open()));
  show = () => {
    if (window) windows.raiseWindow(window);
    else if (!isEnding()) open();
  };
}

function host(language: UiLanguage): Host {
  return {
    door: 'electron',
    platform: process.platform,
    version: app.getVersion(),
    runtime: `Electron ${process.versions.electron}`,
    dialogs: true,
    language,
  };
}
