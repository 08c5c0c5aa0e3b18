import type { PlacedNote, UiLanguage } from '#contract';
import { escapeHtml } from '../article/html-escape.ts';
import { inReadingOrder } from '../article/reading-order.ts';
import { sourceName } from '../article/source-name.ts';
import { spelledDay } from '../article/spelled-day.ts';
import { type ExportArticle, type ExportWriter } from './export-article.ts';
import { labelsIn } from './export-labels.ts';
import { FileNames, fileName } from './file-names.ts';
import { localDay } from './local-day.ts';

/** Notes as a page to print or send: no script, nothing loaded. */
export const writeNotesHtml: ExportWriter = async function* (articles, shape, options) {
  const { language } = options;
  const labels = labelsIn(language);
  if (shape === 'many') {
    const names = new FileNames('html');
    for await (const exported of articles)
      yield {
        name: names.of(exported.article),
        text: page(exported.article.title, section(exported, 1, language), language),
      };
    return;
  }
  const date = localDay(options.now);
  const title = `${labels.notes}, ${spelledDay(date, language)}`;
  let body = `<h1>${escapeHtml(title)}</h1>\n`;
  for await (const exported of articles) body += section(exported, 2, language);
  yield { name: `${fileName(`${labels.notes} ${date}`)}.html`, text: page(title, body, language) };
};

const COLORS = {
  wheat: '#f6e3a1',
  moss: '#cfe3b4',
  sky: '#c4ddf2',
  rose: '#f3cfcb',
  lilac: '#ddd0ee',
} satisfies Record<PlacedNote['color'], string>;

const STYLE = `body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif;color:#1d1b16}
blockquote{margin:0;padding-left:.8rem;border-left:.3rem solid}
article{margin:1.6rem 0;break-inside:avoid}p{margin:.5rem 0}.note{white-space:pre-wrap}
.source{font:.8rem/1.4 sans-serif;color:#5a554b;overflow-wrap:anywhere}
${Object.entries(COLORS)
  .map(([name, color]) => `.${name} blockquote{border-color:${color}}`)
  .join('')}`;

const page = (title: string, body: string, language: UiLanguage): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}</body>
</html>
`;

function section({ article, notes }: ExportArticle, level: 1 | 2, language: UiLanguage): string {
  const address = article.canonicalUrl ?? article.url;
  const outlet = sourceName(article.publisher, article.canonicalUrl, article.url);
  const origin = [outlet, article.published === null ? '' : spelledDay(article.published, language)]
    .filter((part) => part !== '')
    .map(escapeHtml);
  if (address !== null)
    origin.push(
      /^https?:/iu.test(address)
        ? `<a href="${escapeHtml(address)}" rel="noreferrer">${escapeHtml(address)}</a>`
        : escapeHtml(address),
    );
  const written = inReadingOrder(notes).map((note) => oneNote(note, language));
  return `<section>
<h${level}>${escapeHtml(article.title)}</h${level}>
<p class="source">${[...origin, escapeHtml(article.id)].join(' · ')}</p>
${written.join('')}</section>
`;
}

function oneNote(note: PlacedNote, language: UiLanguage): string {
  const labels = labelsIn(language);
  const lines = [`<article class="${note.color}" id="n${escapeHtml(note.id)}">`];
  if (note.selector !== null) lines.push(`<blockquote class="note">${escapeHtml(note.selector.exact)}</blockquote>`);
  if (note.body !== '') lines.push(`<p class="note">${escapeHtml(note.body)}</p>`);
  const made = [
    labels.colors[note.color],
    ...(note.tags.length === 0 ? [] : [`${labels.tags}: ${note.tags.join(', ')}`]),
    ...(note.creator === null ? [] : [note.creator]),
    spelledDay(note.created, language),
    ...(note.placement.state === 'unplaced' ? [labels.unplaced] : []),
  ];
  return [...lines, `<p class="source">${escapeHtml(made.join(' · '))}</p>`, '</article>\n'].join('\n');
}
