import type { ArchiveEvent, Bridge, Reply } from '#contract';

/** The write secret stands in the page, where no other origin can read it; a cookie alone only reads. */
function writeSecret(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="nachlese-write-secret"]')?.content ?? '';
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
