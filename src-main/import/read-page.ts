import { readHtmlPage } from './html-page.ts';
import type { Page, PageRequest } from './import-record.ts';
import { readMarkdownPage } from './markdown-page.ts';

/** Reads a page in this thread; what a worker runs. */
export function readPage(request: PageRequest): Page {
  return request.kind === 'html'
    ? readHtmlPage(request.text, request.name, request.title)
    : readMarkdownPage(request.text, request.name, request.title);
}
