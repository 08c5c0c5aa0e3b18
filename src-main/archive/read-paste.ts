import type { PastedArticle } from '#contract';
import type { ImportRecord } from '../import/import-record.ts';
import type { ReadSource } from './parts.ts';

/**
 * Reads what was typed or pasted into the form: HTML from the clipboard where there is some, else Markdown or plain
 * text; `name` is what its origin is called. What the form says of title, address, outlet, date and authors wins over what
 * the text seems to say.
 */
export async function* readPaste(
  paste: PastedArticle,
  name: string,
  now: Date,
  readSource: ReadSource,
): AsyncIterable<ImportRecord> {
  const asHtml = paste.html !== null && paste.html.trim() !== '';
  const bytes = new TextEncoder().encode(asHtml ? (paste.html ?? '') : paste.text);
  const format = asHtml ? 'html' : looksLikeMarkdown(paste.text) ? 'markdown' : 'text';
  const title = textOrNull(paste.title);
  const url = textOrNull(paste.url);
  for await (const record of readSource({ name, bytes }, { format, now, language: null, title })) {
    if (record.kind !== 'draft') {
      yield record;
      continue;
    }
    const { metadata } = record.draft;
    yield {
      ...record,
      draft: {
        ...record.draft,
        metadata: {
          ...metadata,
          title: title ?? metadata.title,
          titleFrom: title === null ? metadata.titleFrom : 'source',
          url: url ?? metadata.url,
          // An article is known by its canonical address: one that only the text names must not win here.
          canonicalUrl: url === null ? metadata.canonicalUrl : null,
          publisher: textOrNull(paste.publisher) ?? metadata.publisher,
          published: textOrNull(paste.published) ?? metadata.published,
          authors: paste.authors.length > 0 ? paste.authors : metadata.authors,
        },
      },
    };
  }
}

function textOrNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Headings, quotes or links in Markdown's own writing: enough to prefer it over plain text. */
function looksLikeMarkdown(text: string): boolean {
  return /^(#{1,6} \S|> \S|```)/mu.test(text) || /\[[^\]\n]+\]\(https?:[^)\s]+\)/u.test(text);
}
