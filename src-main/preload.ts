import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { ArchiveEvent, Bridge, Call } from '#contract';
import { CHANNELS } from './hosts/channels.ts';

const bridge: Bridge = {
  callArchive: (call: Call) => ipcRenderer.invoke(CHANNELS.call, call) as Promise<string>,
  onEvent(listener) {
    // The window never sees Electron's own event, which would hand it the sender.
    const pass = (_event: unknown, event: ArchiveEvent): void => listener(event);
    ipcRenderer.on(CHANNELS.event, pass);
    return () => ipcRenderer.removeListener(CHANNELS.event, pass);
  },
  pathOfFile(file) {
    if (!(file instanceof File)) return '';
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Electron 22 has File.path instead
    if (webUtils) return webUtils.getPathForFile(file);
    return (file as File & { path?: string }).path ?? '';
  },
};

contextBridge.exposeInMainWorld('nachlese', bridge);
