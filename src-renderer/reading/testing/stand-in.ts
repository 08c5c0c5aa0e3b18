import type { ArchiveEvent, Bridge } from '#contract';

const listeners = new Set<(event: ArchiveEvent) => void>();
let behind: Bridge | null = null;
let stop: (() => void) | null = null;

/** The window takes its bridge once; this one leads to whichever archive a test put behind it last. */
export function putBehindWindow(bridge: Bridge): void {
  stop?.();
  behind = bridge;
  stop = bridge.onEvent((event) => {
    for (const listener of [...listeners]) listener(event);
  });
  window.nachlese ??= {
    callArchive: (call) => behind!.callArchive(call),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathOfFile: () => '',
  };
}
