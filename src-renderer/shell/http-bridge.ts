import type { ArchiveEvent, Bridge, Reply } from '#contract';
import { t } from '../locales/index.svelte.ts';

const KEY_NAME = 'nachlese-write-key';

/**
 * The browser door hands its write key over in the fragment of the address, once, and this origin's storage keeps it
 * for reloads and further tabs. It is taken out of the address, so that no bookmark and no screenshot holds it.
 */
function writeKey(): string {
  const handed = /^#write=([\w-]+)$/.exec(window.location.hash)?.[1];
  if (handed !== undefined) {
    window.localStorage.setItem(KEY_NAME, handed);
    window.history.replaceState(null, '', window.location.pathname);
  }
  return window.localStorage.getItem(KEY_NAME) ?? '';
}

/** Answers with a {@link Reply} as JSON. */
async function post(path: string, type: string, body: BodyInit, name = ''): Promise<string> {
  const headers: Record<string, string> = { 'Content-Type': type, 'X-Nachlese-Write': writeKey() };
  if (name) headers['X-Nachlese-Name'] = encodeURIComponent(name);
  const response = await fetch(path, { method: 'POST', headers, body });
  if (response.status === 403) {
    const closed: Reply<never> = { ok: false, error: { code: 'no-permission', message: t('shell.doorClosed') } };
    return JSON.stringify(closed);
  }
  return response.text();
}

/** The browser door: calls by POST, events by server-sent events. */
export function httpBridge(): Bridge {
  // Read at once, before anything else looks at the address.
  writeKey();
  let listening: Promise<unknown> = Promise.resolve();
  return {
    async callArchive(call) {
      // What happens after an answer must not fall between it and the first event.
      await listening;
      return post('/call', 'application/json', JSON.stringify(call));
    },
    onEvent(listener) {
      const source = new EventSource('/events');
      let lost = false;
      let answered: () => void = () => undefined;
      listening = new Promise<void>((resolve) => (answered = resolve));
      source.onerror = () => {
        lost = true;
        answered();
      };
      source.onopen = () => {
        answered();
        // What happened meanwhile was not told.
        if (lost) listener({ type: 'changed', articleIds: null });
        lost = false;
      };
      source.onmessage = (message: MessageEvent<string>) => {
        listener(JSON.parse(message.data) as ArchiveEvent);
      };
      return () => {
        source.close();
        answered();
      };
    },
    pathOfFile: () => '',
  };
}

/** Sends one file to the door; the answer names the upload for an import source of kind "upload". */
export async function uploadOverHttp(file: File): Promise<Reply<{ upload: string }>> {
  return JSON.parse(await post('/upload', 'application/octet-stream', file, file.name)) as Reply<{ upload: string }>;
}
