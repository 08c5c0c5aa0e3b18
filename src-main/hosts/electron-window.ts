import { BrowserWindow, Menu, nativeTheme, screen, session } from 'electron';
import type { MenuItemConstructorOptions, Session, WebContents, WebFrameMain } from 'electron';
import type { ArchiveEvent, UiLanguage } from '#contract';
import { isWindowAddress, WINDOW_ADDRESS } from './article-protocol.ts';
import { CHANNELS } from './channels.ts';
import { readWindowPlace, writeWindowPlace } from './window-bounds.ts';

/** Switches for the start of Chromium: no name but the loopback address is ever looked up, nothing is fetched ahead. */
export const OFFLINE_SWITCHES: readonly [name: string, value?: string][] = [
  // `~NOTFOUND` also holds back the dictionary that Electron asks a Google host for, which webRequest never sees.
  ['host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  ['no-proxy-server'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-quic'],
  ['no-pings'],
];

// The grounds of the two themes, so that nothing flashes before the first paint.
const GROUND = { light: '#FBFAF7', dark: '#181713' };

export type WindowOptions = {
  preload: string;
  icon: string;
  /** Where place and size are kept. */
  placeFile: string;
  /** The development server's address; null: the built window. */
  developmentAddress: string | null;
  language: UiLanguage;
};

/** Denies the pages of a session every permission and every request to anywhere but the window itself. */
export function closeSession(pages: Session, developmentAddress: string | null): void {
  pages.setSpellCheckerLanguages([]);
  pages.setSpellCheckerEnabled(false);
  const mayWriteClipboard = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  pages.setPermissionRequestHandler((_contents, permission, answer) => answer(mayWriteClipboard(permission)));
  pages.setPermissionCheckHandler((_contents, permission) => mayWriteClipboard(permission));
  pages.setDevicePermissionHandler(() => false);
  const development = developmentAddress === null ? null : new URL(developmentAddress).host;
  pages.webRequest.onBeforeRequest(({ url }, answer) => {
    const { protocol, host } = new URL(url);
    const own = isWindowAddress(url) || protocol === 'data:' || protocol === 'devtools:';
    answer({ cancel: !own && (development === null || host !== development) });
  });
  pages.on('will-download', (event) => event.preventDefault());
}

/** Holds every page, whatever opened it, where it is: no navigation, no new window, no embedded view. */
export function closeContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const refuse = (event: { preventDefault: () => void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', refuse);
  contents.on('select-bluetooth-device', refuse);
}

/** True for a call from the main frame of this window while it shows our own page. */
export function isTrustedSender(
  window: BrowserWindow | null,
  sender: WebContents,
  frame: WebFrameMain | null,
  developmentAddress: string | null,
): boolean {
  if (!window || window.isDestroyed() || sender !== window.webContents || frame?.parent !== null) return false;
  if (isWindowAddress(frame.url)) return true;
  return developmentAddress !== null && new URL(frame.url).origin === new URL(developmentAddress).origin;
}

/** Sends an event to the window, if it is still there. */
export function tellWindow(window: BrowserWindow | null, event: ArchiveEvent): void {
  if (window && !window.isDestroyed()) window.webContents.send(CHANNELS.event, event);
}

/** Brings the window to the front, as a second start of the program asks for. */
export function raiseWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Opens the one window, where it stood last, and loads its page. It shows itself with its first paint. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const place = readWindowPlace(options.placeFile, displays);
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  const window = new BrowserWindow({
    // Wide enough for rail, list, text and the margin of notes, where the display is.
    width: Math.min(1440, width),
    height: Math.min(900, height),
    ...place.bounds,
    minWidth: 420,
    minHeight: 480,
    show: false,
    title: 'Nachlese',
    icon: options.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
    },
  });
  window.setMenuBarVisibility(process.platform === 'darwin');
  if (place.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberPlace(window, options.placeFile);
  offerEditing(window, options.language);
  void window.loadURL(options.developmentAddress ?? WINDOW_ADDRESS);
  return window;
}

function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    writeWindowPlace(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, 1000);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('close', write);
}

const LABELS = {
  de: {
    edit: 'Bearbeiten',
    view: 'Ansicht',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    togglefullscreen: 'Vollbild',
    quit: 'Nachlese beenden',
  },
  en: {
    edit: 'Edit',
    view: 'View',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    togglefullscreen: 'Full screen',
    quit: 'Quit Nachlese',
  },
} as const;
type Role = Exclude<keyof (typeof LABELS)['de'], 'edit' | 'view'>;

/** Electron has no context menu of its own: cut, copy and paste where they make sense. */
function offerEditing(window: BrowserWindow, language: UiLanguage): void {
  const item = (role: Role): MenuItemConstructorOptions => ({ role, label: LABELS[language][role] });
  window.webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
    const roles: Role[] = isEditable ? ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] : ['copy'];
    if (!isEditable && selectionText.trim() === '') return;
    Menu.buildFromTemplate(roles.map(item)).popup({ window });
  });
}

/** The menu carries the system's shortcuts for editing and zooming; only macOS shows it. */
export function setApplicationMenu(language: UiLanguage): void {
  const labels = LABELS[language];
  const items = (roles: Role[]): MenuItemConstructorOptions[] => roles.map((role) => ({ role, label: labels[role] }));
  const own: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const quit: Role[] = process.platform === 'darwin' ? [] : ['quit'];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...own,
      { label: labels.edit, submenu: items(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']) },
      { label: labels.view, submenu: items(['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', ...quit]) },
    ]),
  );
}

/** The session all windows use. */
export const windowSession = (): Session => session.defaultSession;
