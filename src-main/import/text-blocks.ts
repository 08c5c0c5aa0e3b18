import type { Block, Inline } from '#contract';
import { readCredit } from './credit-line.ts';
import { paragraph, text } from './empty-draft.ts';
import { isBulleted, withoutBullet, type TextParagraph } from './text-paragraphs.ts';
import { readVideoStamp } from './video-stamp.ts';

const LONGEST_CAPTION = 500;
const LONGEST_HEADING = 100;
const MOST_HEADING_WORDS = 14;
const base = { language: null, direction: null } as const;

/**
 * The blocks of a plain text (RULINGS.md, 1): captions with credit, video teasers, bullet lists, headings (short lines
 * without a full stop that stand between others), paragraphs. Keeps every word. `hasBefore`: something precedes them.
 */
export function blocksOfText(paragraphs: readonly TextParagraph[], hasBefore: boolean): Block[] {
  const joined = joinBullets(paragraphs);
  return joined.map((lines, place) => blockOf(lines, (place > 0 || hasBefore) && place < joined.length - 1));
}

/** Items of a list that blank lines keep apart are one list. */
function joinBullets(paragraphs: readonly TextParagraph[]): TextParagraph[] {
  const joined: string[][] = [];
  let bulleted = false;
  for (const lines of paragraphs) {
    const isList = isBulleted(lines);
    if (isList && bulleted) joined.at(-1)!.push(...lines);
    else joined.push([...lines]);
    bulleted = isList;
  }
  return joined;
}

function blockOf(lines: TextParagraph, between: boolean): Block {
  // One item alone is no list: a dash may begin any line.
  if (lines.length > 1 && isBulleted(lines)) {
    const items = lines.map((line) => [paragraph(text(withoutBullet(line)))]);
    return { type: 'list', ordered: false, start: null, ...base, items };
  }
  const line = lines.join(' ');
  return (
    videoOf(line) ?? figureOf(line) ?? (between && isHeading(lines) ? headingOf(line) : paragraph(withBreaks(lines)))
  );
}

function videoOf(line: string): Block | null {
  const teaser = line.length <= LONGEST_CAPTION * 2 ? readVideoStamp(line) : null;
  if (!teaser) return null;
  const { stamp, date, duration, captionEnd } = teaser;
  return {
    type: 'video',
    ...base,
    caption: text(line.slice(0, captionEnd)),
    stamp,
    date,
    duration,
    poster: null,
    url: null,
  };
}

/** A picture that is not there: its caption ends with a credit, or with "(Archivbild)" and the like. */
function figureOf(line: string): Block | null {
  if (line.length > LONGEST_CAPTION) return null;
  const figure = { type: 'figure', ...base, asset: null, alt: null } as const;
  const found = readCredit(line);
  if (found && found.captionEnd > 0) {
    const { captionEnd, creditLine, credit } = found;
    return { ...figure, caption: text(line.slice(0, captionEnd)), creditLine, credit };
  }
  // "Quelle: dpa" alone tells where the text is from; "Foto: dpa" alone belongs to a picture.
  if (found && !/^\(?(?:quelle|source)/i.test(line)) {
    return { ...figure, caption: [], creditLine: found.creditLine, credit: found.credit };
  }
  const isArchived = /\((?:Archiv(?:bild|foto|aufnahme)?|Symbol(?:bild|foto))\)$/i.test(line);
  return isArchived ? { ...figure, caption: text(line), creditLine: null, credit: null } : null;
}

/** True for a line that can only be a heading: short, begun in upper case, no full stop. */
export function isHeading(lines: TextParagraph): boolean {
  const [line] = lines;
  if (lines.length !== 1 || line === undefined || line.length > LONGEST_HEADING) return false;
  if (line.split(' ').length > MOST_HEADING_WORDS || !/\p{L}{2}/u.test(line)) return false;
  if (/^\p{Ll}/u.test(line) || isBulleted(lines) || /^(?:https?:|www\.)/i.test(line)) return false;
  return !/[.,;:…–—-]["'”“»«)\]]*$/u.test(line);
}

function headingOf(line: string): Block {
  return { type: 'heading', level: 2, ...base, content: text(line) };
}

function withBreaks(lines: TextParagraph): Inline[] {
  return lines.flatMap((line, place): Inline[] => (place === 0 ? text(line) : [{ type: 'break' }, ...text(line)]));
}
