import { parentPort } from 'node:worker_threads';
import type { PageAnswer, PageQuestion } from './archive/pages-in-worker.ts';
import type { PageRequest } from './import/import-record.ts';
import { readPage } from './import/read-page.ts';
import { asArchiveError } from './messages/as-archive-error.ts';

// The thread foreign pages are parsed in: it may run out of memory or time without taking the program along.
parentPort?.on('message', ({ id, request }: PageQuestion) => {
  parentPort?.postMessage(answer(id, request));
});

function answer(id: number, request: PageRequest): PageAnswer {
  try {
    return { id, ok: true, page: readPage(request) };
  } catch (error) {
    const { code, values } = asArchiveError(error);
    return { id, ok: false, code, values };
  }
}
