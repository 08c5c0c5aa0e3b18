import { decodeSource } from './source-text.ts';
import { draftOf } from './empty-draft.ts';
import type { ImportFormat } from './import-record.ts';

/** A web page saved as HTML, by a browser, by SingleFile or by us. */
export const htmlFormat: ImportFormat = {
  name: 'html',
  extensions: ['html', 'htm', 'xhtml'],
  label: { de: 'Webseite (HTML)', en: 'Web page (HTML)' },
  recognises: (beginning) =>
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype html|html|head|body)\b/i.test(beginning),
  async *read(input, options, pages) {
    const text = decodeSource(input.bytes, input.name, declaredCharset(input.bytes));
    const page = await pages({ kind: 'html', text, name: input.name, title: options.title ?? null });
    page.metadata.language ??= options.language;
    yield { kind: 'draft', source: input.name, draft: draftOf(page, input, 'html', 'html') };
  },
};

/** The charset a page declares in its first kilobytes, as browsers look for it, or null. */
export function declaredCharset(bytes: Uint8Array): string | null {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
  const match =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|^<\?xml[^>]{0,100}encoding=["']([\w:.-]{2,40})/i.exec(
      beginning,
    );
  return match?.[1] ?? match?.[2] ?? null;
}
