import type { ArchiveEvent, Bridge, Reply } from '#contract';

const STORED_KEY = 'nachlese-write-key';
let writeKey: string | null = null;

/**
 * The key for calls and uploads. The door hands it over once, in the fragment of the address (`#write=…`), which
 * browsers send to nobody; it is kept in this origin's storage, as a cookie alone (which all ports see) only reads.
 */
function writeSecret(): string {
  if (writeKey !== null) return writeKey;
  const handed = /^#write=([\w-]+)$/u.exec(location.hash)?.[1];
  if (handed !== undefined) {
    localStorage.setItem(STORED_KEY, handed);
    history.replaceState(history.state, '', location.pathname);
  }
  writeKey = handed ?? localStorage.getItem(STORED_KEY) ?? '';
  return writeKey;
}

/** The browser door: calls by POST, events by server-sent events. */
export function httpBridge(): Bridge {
  return {
    async callArchive(call) {
      const response = await fetch('/call', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Nachlese-Write': writeSecret() },
        body: JSON.stringify(call),
      });
      // A refusal is a sentence for people: the address is spent, or another program has taken the port.
      if (!response.ok) return { ok: false, error: { code: 'no-permission', message: await response.text() } };
      return (await response.json()) as Reply<unknown>;
    },
    onEvent(listener) {
      const source = new EventSource('/events');
      source.onmessage = (message: MessageEvent<string>) => {
        listener(JSON.parse(message.data) as ArchiveEvent);
      };
      return () => {
        source.close();
      };
    },
    pathOfFile: () => '',
  };
}

/** Streams one file to the door; the answer is the upload's id. */
export async function uploadOverHttp(file: File): Promise<string> {
  const response = await fetch('/upload', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/octet-stream',
      'X-Nachlese-Write': writeSecret(),
      'X-Nachlese-Name': encodeURIComponent(file.name),
    },
    body: file,
  });
  const reply = (await response.json()) as Reply<{ upload: string }>;
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.upload;
}
