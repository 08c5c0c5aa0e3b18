import type { ExportedFile, ExportFormat, ExportWhat } from '#contract';
import { ArchiveError } from '../errors.ts';
import { writeArticlesHtml, writeArticlesJson, writeArticlesMarkdown } from './articles.ts';
import type { ExportArticle, ExportOptions, ExportWriter } from './export-article.ts';
import { writeNotesCsv } from './notes-csv.ts';
import { writeNotesHtml } from './notes-html.ts';
import { writeNotesJsonLd } from './notes-json-ld.ts';
import { writeNotesMarkdown } from './notes-markdown.ts';

export type { ExportArticle, ExportOptions } from './export-article.ts';

const BOTH: ExportFormat['shapes'] = ['one', 'many'];

/** The table of formats; a new one is a file with an {@link ExportWriter} and a line here. */
const TABLE: readonly { format: ExportFormat; write: ExportWriter }[] = [
  {
    format: { name: 'markdown', what: 'notes', label: 'Markdown', extension: 'md', shapes: BOTH },
    write: writeNotesMarkdown,
  },
  {
    format: { name: 'jsonld', what: 'notes', label: 'W3C Web Annotation (JSON-LD)', extension: 'jsonld', shapes: BOTH },
    write: writeNotesJsonLd,
  },
  { format: { name: 'html', what: 'notes', label: 'HTML', extension: 'html', shapes: BOTH }, write: writeNotesHtml },
  { format: { name: 'csv', what: 'notes', label: 'CSV', extension: 'csv', shapes: BOTH }, write: writeNotesCsv },
  {
    format: { name: 'markdown', what: 'articles', label: 'Markdown', extension: 'md', shapes: BOTH },
    write: writeArticlesMarkdown,
  },
  {
    format: { name: 'html', what: 'articles', label: 'HTML', extension: 'html', shapes: ['many'] },
    write: writeArticlesHtml,
  },
  {
    format: { name: 'json', what: 'articles', label: 'JSON', extension: 'json', shapes: BOTH },
    write: writeArticlesJson,
  },
];

/** What can be exported as what: data only, it crosses to the window. */
export const exportFormats: readonly ExportFormat[] = TABLE.map(({ format }) => format);

/**
 * Writes articles or their notes in a format, file by file.
 * @throws ArchiveError `unsupported-format`, also for a shape that the format does not have
 */
export function renderExport(
  format: string,
  shape: 'one' | 'many',
  articles: AsyncIterable<ExportArticle>,
  options: ExportOptions & { what?: ExportWhat },
): AsyncIterable<ExportedFile> {
  const what = options.what ?? 'notes';
  const entry = TABLE.find((candidate) => candidate.format.what === what && candidate.format.name === format);
  if (!entry?.format.shapes.includes(shape))
    throw new ArchiveError('unsupported-format', { format: `${what} → ${format}` });
  return entry.write(articles, shape, options);
}
