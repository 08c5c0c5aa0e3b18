import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, Session, WebContents, WebFrameMain } from 'electron';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import * as windows from './electron-window.ts';

const made: { options: Record<string, unknown>; loaded: string[] }[] = [];

vi.mock('electron', async () => {
  const size = { width: 1920, height: 1080 };
  const display = { workArea: { x: 0, y: 0, ...size }, workAreaSize: size };
  const { EventEmitter: Emitter } = await import('node:events');
  class FakeWindow extends Emitter {
    readonly webContents = new Emitter();
    readonly loaded: string[] = [];
    constructor(options: Record<string, unknown>) {
      super();
      made.push({ options, loaded: this.loaded });
    }
    setMenuBarVisibility(): void {
      // Nothing is drawn here.
    }
    loadURL(address: string): Promise<void> {
      this.loaded.push(address);
      return Promise.resolve();
    }
  }
  return {
    BrowserWindow: FakeWindow,
    Menu: { buildFromTemplate: () => ({ popup: () => undefined }), setApplicationMenu: () => undefined },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: {},
    screen: { getAllDisplays: () => [display], getPrimaryDisplay: () => display },
    session: { defaultSession: {} },
  };
});

const folder = mkdtempSync(join(tmpdir(), 'nachlese-window-test-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
beforeEach(() => {
  made.length = 0;
});

const PERMISSIONS = [
  ...['clipboard-read', 'media', 'display-capture', 'mediaKeySystem', 'geolocation', 'notifications', 'midi'],
  ...['midiSysex', 'pointerLock', 'fullscreen', 'openExternal', 'window-management', 'unknown', 'hid', 'serial', 'usb'],
  ...['idle-detection', 'storage-access', 'top-level-storage-access', 'speaker-selection', 'local-fonts', 'fileSystem'],
];

type Handlers = {
  request: (contents: unknown, permission: string, answer: (given: boolean) => void) => void;
  check: (contents: unknown, permission: string) => boolean;
  device: () => boolean;
  before: (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void;
  events: EventEmitter;
};

function closedSession(developmentAddress: string | null = null): Handlers {
  const handlers = { events: new EventEmitter() } as Handlers;
  const pages = {
    setSpellCheckerLanguages: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    setPermissionRequestHandler: (handler: Handlers['request']) => (handlers.request = handler),
    setPermissionCheckHandler: (handler: Handlers['check']) => (handlers.check = handler),
    setDevicePermissionHandler: (handler: Handlers['device']) => (handlers.device = handler),
    webRequest: { onBeforeRequest: (handler: Handlers['before']) => (handlers.before = handler) },
    on: (name: string, listener: (...args: unknown[]) => void) => handlers.events.on(name, listener),
  };
  windows.closeSession(pages as unknown as Session, developmentAddress);
  return handlers;
}

test('items 1, 2, 3, 4, 6, 8, 9, 10, 11: the window is made with these web preferences and no others', () => {
  windows.openWindow({
    preload: '/preload.cjs',
    icon: '/icon.png',
    placeFile: join(folder, 'window.json'),
    developmentAddress: null,
    language: 'de',
  });
  expect(made[0]?.options['webPreferences']).toEqual({
    preload: '/preload.cjs',
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
  });
  expect(made[0]?.loaded).toEqual(['nachlese-app://archive/index.html']);
});

test('item 5: no permission is given but to write plain text to the clipboard', () => {
  const { request, check, device } = closedSession();
  for (const permission of PERMISSIONS) {
    const given = vi.fn();
    request(null, permission, given);
    expect(given, permission).toHaveBeenCalledWith(false);
    expect(check(null, permission), permission).toBe(false);
  }
  expect(device()).toBe(false);
  expect(check(null, 'clipboard-sanitized-write')).toBe(true);
});

const FOREIGN = [
  ...['http://example.org/', 'https://example.org/a.js', 'ws://127.0.0.1:9222/', 'file:///etc/passwd', 'ftp://a/'],
  ...['nachlese-app://archive.example.org/', 'nachlese-app://other/index.html', 'nachlese-app:archive', 'blob:null/1'],
  ...['chrome://gpu/', 'http://nachlese-app//archive/', 'https://archive/index.html', 'smb://server/share'],
];

test.each(FOREIGN)('items 1 and 18: a request for %s is cancelled', (url) => {
  const verdict = vi.fn();
  closedSession().before({ url }, verdict);
  expect(verdict).toHaveBeenCalledWith({ cancel: true });
});

test('requests of the window itself pass', () => {
  const verdict = vi.fn();
  closedSession().before({ url: 'nachlese-app://archive/index.html' }, verdict);
  expect(verdict).toHaveBeenCalledWith({ cancel: false });
});

test('downloads are refused', () => {
  const { events } = closedSession();
  const preventDefault = vi.fn();
  events.emit('will-download', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

test.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview', 'select-bluetooth-device'])(
  'items 12 and 13: %s is refused',
  (name) => {
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined });
    windows.closeContents(contents as unknown as WebContents);
    const preventDefault = vi.fn();
    contents.emit(name, { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  },
);

test('item 14: every new window is refused', () => {
  let handler: ((details: { url: string }) => { action: string }) | undefined;
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (given: typeof handler) => (handler = given),
  });
  windows.closeContents(contents as unknown as WebContents);
  for (const url of [...FOREIGN, 'nachlese-app://archive/index.html', 'about:blank'])
    expect(handler?.({ url })).toEqual({ action: 'deny' });
});

test('item 17: only the main frame of our own window, on our own page, is heard', () => {
  const own = {} as unknown as WebContents;
  const window = { isDestroyed: () => false, webContents: own } as unknown as BrowserWindow;
  const frame = (url: string, parent: unknown = null): WebFrameMain => ({ url, parent }) as unknown as WebFrameMain;
  const heard = (sender: WebContents, from: WebFrameMain | null): boolean =>
    windows.isTrustedSender(window, sender, from, null);
  expect(heard(own, frame('nachlese-app://archive/index.html'))).toBe(true);
  expect(heard({} as unknown as WebContents, frame('nachlese-app://archive/index.html'))).toBe(false);
  expect(heard(own, frame('nachlese-app://archive/index.html', {}))).toBe(false);
  expect(heard(own, null)).toBe(false);
  for (const url of FOREIGN) expect(heard(own, frame(url)), url).toBe(false);
  expect(windows.isTrustedSender(null, own, frame('nachlese-app://archive/index.html'), null)).toBe(false);
});

test('nothing but the loopback address is ever looked up', () => {
  const switches = new Map(windows.OFFLINE_SWITCHES.map(([name, value]) => [name, value]));
  expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
  expect(switches.has('no-proxy-server') && switches.has('disable-background-networking')).toBe(true);
});
