import type { PlacedNote } from '#contract';
import { inReadingOrder } from '../article/reading-order.ts';
import { sourceName } from '../article/source-name.ts';
import { type ExportArticle, type ExportWriter } from './export-article.ts';
import { type ExportLabels, labelsIn } from './export-labels.ts';
import { FileNames, fileName } from './file-names.ts';
import { localDay } from './local-day.ts';

/** Notes as a table (RFC 4180, UTF-8 with byte order mark, which Excel needs), one note a row. */
export const writeNotesCsv: ExportWriter = async function* (articles, shape, options) {
  const labels = labelsIn(options.language);
  const head = row([...Object.values(labels.columns), 'article id', 'note id']);
  if (shape === 'many') {
    const names = new FileNames('csv');
    for await (const exported of articles)
      yield { name: names.of(exported.article), text: BYTE_ORDER_MARK + head + rowsOf(exported, labels) };
    return;
  }
  let text = BYTE_ORDER_MARK + head;
  for await (const exported of articles) text += rowsOf(exported, labels);
  yield { name: `${fileName(`${labels.notes} ${localDay(options.now)}`)}.csv`, text };
};

const BYTE_ORDER_MARK = '\ufeff';

const rowsOf = ({ article, notes }: ExportArticle, labels: ExportLabels): string =>
  inReadingOrder(notes)
    .map((note: PlacedNote) =>
      row([
        article.title,
        sourceName(article.publisher, article.canonicalUrl, article.url),
        article.published ?? '',
        article.canonicalUrl ?? article.url ?? '',
        note.selector?.exact ?? '',
        note.body,
        note.tags.join(', '),
        labels.colors[note.color],
        note.creator ?? '',
        note.created,
        note.modified ?? '',
        labels.states[note.placement.state],
        article.id,
        note.id,
      ]),
    )
    .join('');

const row = (cells: string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** A spreadsheet runs a cell that begins like a formula; an apostrophe keeps it text (OWASP, CSV injection). */
function cell(value: string): string {
  const harmless = /^\s*[=+\-@\t\r|]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
