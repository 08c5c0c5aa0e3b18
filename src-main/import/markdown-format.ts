import { draftOf } from './empty-draft.ts';
import type { ImportFormat } from './import-record.ts';
import { decodeSource } from './source-text.ts';

/** Markdown with front matter, tables and footnotes (CommonMark and GitHub's additions). */
export const markdownFormat: ImportFormat = {
  name: 'markdown',
  extensions: ['md', 'markdown', 'mdown', 'mkd'],
  label: { de: 'Markdown', en: 'Markdown' },
  recognises: (beginning) => /^---[ \t]*\r?\n[\w -]+:/.test(beginning) || /^#{1,6} \S/.test(beginning),
  async *read(input, options, pages) {
    const text = decodeSource(input.bytes, input.name);
    const page = await pages({ kind: 'markdown', text, name: input.name, title: options.title ?? null });
    if (options.language !== null) page.metadata.language = options.language;
    yield { kind: 'draft', source: input.name, draft: draftOf(page, input, 'markdown', 'md') };
  },
};
