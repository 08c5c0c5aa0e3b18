import type { Block, Inline } from '#contract';
import { firstSentenceEnd } from '../article/first-sentence.ts';
import { normaliseBlocks, normaliseInlines, normaliseLine, normaliseText } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import { readByline } from './byline.ts';
import { readCredit } from './credit-line.ts';
import { takeDateLine } from './date-line.ts';
import { detectLanguage } from './detect-language.ts';
import { draftOf, metadataOf, paragraph, text, titleOfFile } from './empty-draft.ts';
import type { ImportFormat, Page } from './import-record.ts';
import { titleOfLead } from './shape-article.ts';
import { decodeSource } from './source-text.ts';
import { blocksOfText, isHeading } from './text-blocks.ts';
import { isBulleted, MOST_PARAGRAPHS, splitParagraphs, type TextParagraph } from './text-paragraphs.ts';
import { readVideoStamp } from './video-stamp.ts';

const MOST_LINES = 1_000_000;
/** A longer first paragraph is no lead; only its first sentence is taken, or what fits. */
const LONGEST_LEAD = 600;

/** Plain text as scraped: date line, headline or lead, captions with credit, headings, video teasers. */
export const plainTextFormat: ImportFormat = {
  name: 'text',
  extensions: ['txt', 'text'],
  label: { de: 'Nur Text', en: 'Plain text' },
  recognises: () => false,
  async *read(input, options) {
    const source = decodeSource(input.bytes, input.name);
    const page = readPlainText(source, input.name, options.title ?? null);
    if (options.language !== null) page.metadata.language = options.language;
    yield await Promise.resolve({ kind: 'draft', source: input.name, draft: draftOf(page, input, 'text', 'txt') });
  },
};

/**
 * Reads a plain text. Law: the words of the source without its date line are the words of its headline, if it has one,
 * and of the plain text, in this order. Throws `no-text` and `too-large`.
 */
export function readPlainText(source: string, name: string, knownTitle: string | null = null): Page {
  if (countLines(source) > MOST_LINES) {
    throw new ArchiveError('too-large', { source: name, reason: 'limit-paragraphs', limit: MOST_LINES });
  }
  const { published, rest } = takeDateLine(normaliseText(source.replace(/[\v\f]/g, '\n')));
  const paragraphs = splitParagraphs(rest);
  if (!paragraphs.some((lines) => lines.some((line) => /[\p{L}\p{N}]/u.test(line)))) {
    throw new ArchiveError('no-text', { source: name });
  }
  if (paragraphs.length > MOST_PARAGRAPHS) {
    throw new ArchiveError('too-large', { source: name, reason: 'limit-paragraphs', limit: MOST_PARAGRAPHS });
  }
  const headline = knownTitle === null ? headlineOf(paragraphs) : titleAmong(paragraphs, knownTitle);
  const body = headline === null ? paragraphs : paragraphs.slice(1);
  const title = knownTitle ?? headline;
  const opening = takeLead(body, title !== null);
  const lead = normaliseInlines(opening.lead);
  const blocks = normaliseBlocks([...opening.before, ...blocksOfText(opening.rest, true)]);
  const metadata = metadataOf(title ?? titleOfLead(lead) ?? titleOfFile(name), 'source');
  if (title === null) metadata.titleFrom = lead.length > 0 ? 'lead' : 'file';
  metadata.published = published ?? dateBelow(body);
  metadata.authors = body.slice(0, 2).flatMap((lines) => readByline(lines.join(' ')));
  metadata.language = detectLanguage(plainText(lead, blocks));
  return { metadata, lead, blocks, assets: [], tags: [] };
}

function countLines(source: string): number {
  let count = 1;
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A first line that is plainly a headline: short, no full stop, a blank line after it and a longer paragraph. */
function headlineOf(paragraphs: readonly TextParagraph[]): string | null {
  const [first, second, third] = paragraphs;
  if (!first || !second || !isHeading(first) || !isRunningText(first)) return null;
  const title = first[0] ?? '';
  // A byline or a date may stand between headline and text.
  const between = readByline(second.join(' ')).length > 0 || isDateOnly(second);
  const next = (between ? third : second)?.join(' ') ?? '';
  return next.length > title.length && /[.!?…:]["'”“»«)]*$/u.test(next) ? title : null;
}

/** The first line where it is the title that is known already. */
function titleAmong(paragraphs: readonly TextParagraph[], title: string): string | null {
  const [first, ...rest] = paragraphs;
  return rest.length > 0 && normaliseLine(first?.join(' ')) === normaliseLine(title) ? title : null;
}

/** No caption, teaser or item of a list. */
function isRunningText(lines: TextParagraph): boolean {
  const line = lines.join(' ');
  return !isBulleted(lines) && readVideoStamp(line) === null && readCredit(line) === null;
}

type Opening = { lead: Inline[]; before: Block[]; rest: readonly TextParagraph[] };

function takeLead(body: readonly TextParagraph[], hasTitle: boolean): Opening {
  const [first, ...rest] = body;
  const line = first?.join(' ') ?? '';
  const isLead = first && isRunningText(first) && readByline(line).length === 0 && !isDateOnly(first);
  if (!isLead || (hasTitle && (rest.length === 0 || line.length > LONGEST_LEAD)))
    return { lead: [], before: [], rest: body };
  if (line.length <= LONGEST_LEAD) return { lead: text(line), before: [], rest };
  const sentence = firstSentenceEnd(line);
  const cut = line.lastIndexOf(' ', LONGEST_LEAD);
  const end = sentence <= LONGEST_LEAD * 2 ? sentence : cut > 0 ? cut : line.length;
  const remainder = line.slice(end).trim();
  return { lead: text(line.slice(0, end)), before: remainder === '' ? [] : [paragraph(text(remainder))], rest };
}

function isDateOnly(lines: TextParagraph): boolean {
  const { published, rest } = takeDateLine(lines.join(' '));
  return published !== null && rest.trim() === '';
}

/** The date of an article whose headline stands above it; the line stays in the text. */
function dateBelow(body: readonly TextParagraph[]): string | null {
  const found = body.slice(0, 2).find(isDateOnly);
  return found ? takeDateLine(found.join(' ')).published : null;
}
