import type { Block, Inline } from '#contract';
import type { DraftMetadata } from '../article/draft.ts';
import { firstSentence } from '../article/first-sentence.ts';
import { normaliseLine } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import { metadataOf, titleOfFile } from './empty-draft.ts';

/** A title cut from the lead is no longer than this. */
const LONGEST_TITLE = 200;
const LONGEST_LEAD = 800;
const LOOKED_AT = 4000;

/**
 * Parts title and lead from canonical blocks: the headline is no part of the text, the lead is a field of its own. The
 * lead is a first paragraph set in bold as a whole, or the very words of `description`; where there is no headline it is
 * the first paragraph, and its first sentence the title. Throws `no-text` where no word is left.
 */
export function shapeArticle(
  taken: readonly Block[],
  title: string | null,
  description: string | null,
  name: string,
): { metadata: DraftMetadata; lead: Inline[]; blocks: Block[] } {
  const headline = normaliseLine(title);
  const blocks = [...taken];
  const place = blocks.slice(0, 4).findIndex((block) => block.type === 'heading' && isSame(block, headline));
  if (place >= 0) blocks.splice(place, 1);
  const [first] = blocks;
  const isLead = first?.type === 'paragraph' && (headline === null || looksLikeLead(first, description));
  const lead = isLead ? first.content : [];
  if (isLead) blocks.shift();
  if (!/[\p{L}\p{N}]/u.test(plainText(lead, blocks))) throw new ArchiveError('no-text', { source: name });
  if (headline !== null) return { metadata: metadataOf(headline, 'source'), lead, blocks };
  const sentence = titleOfLead(lead);
  return { metadata: metadataOf(sentence ?? titleOfFile(name), sentence === null ? 'file' : 'lead'), lead, blocks };
}

/** The first sentence of a lead as title, cut between words where it is endless; null where there is no lead. */
export function titleOfLead(lead: readonly Inline[]): string | null {
  const sentence = normaliseLine(firstSentence(plainText(lead, []).slice(0, LOOKED_AT)));
  if (sentence === null || sentence.length <= LONGEST_TITLE) return sentence;
  const cut = sentence.lastIndexOf(' ', LONGEST_TITLE - 1);
  return normaliseLine(`${sentence.slice(0, cut > 0 ? cut : LONGEST_TITLE - 1)}…`);
}

function looksLikeLead(first: Extract<Block, { type: 'paragraph' }>, description: string | null): boolean {
  const words = plainText(first.content, []);
  if (words.length > LONGEST_LEAD) return false;
  const bold = first.content.every(
    (inline) => inline.type === 'text' && inline.marks.some(({ type }) => type === 'strong'),
  );
  return (
    (bold && words.length > 40) ||
    (description !== null && description.length > 20 && fold(words) === fold(description))
  );
}

function isSame(block: Block, headline: string | null): boolean {
  return headline !== null && fold(plainText([], [block])) === fold(headline);
}

const fold = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
