import type { Article, Inline } from '#contract';
import type { TextRange } from './text-map.ts';

/** Where the heading and the rest of the lead stand in the plain text. */
export type LeadParts = { heading: TextRange; rest: TextRange };

/**
 * For an article without a headline of its own: its lead's first sentence is set as the heading instead of being
 * shown twice, and both stay at their places in the text. Null where the heading is not the lead's beginning (the
 * source had a headline, or the user corrected the title).
 */
export function splitLead(article: Pick<Article, 'title' | 'titleFrom' | 'lead'>): LeadParts | null {
  if (article.titleFrom !== 'lead' || article.title === '') return null;
  const lead = article.lead.map(textOf).join('');
  if (!lead.startsWith(article.title)) return null;
  const end = article.title.length;
  const gap = /^\s*\.?\s*/.exec(lead.slice(end))?.[0].length ?? 0;
  return { heading: { start: 0, end }, rest: { start: end + gap, end: lead.length } };
}

function textOf(inline: Inline): string {
  if (inline.type === 'break') return '\n';
  return inline.type === 'text' ? inline.text : inline.label;
}
