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
  if (article.titleFrom !== 'lead' || article.title.trim() === '') return null;
  const lead = article.lead.map(textOf).join('');
  const end = endOfTitle(lead, article.title);
  if (end === null) return null;
  const gap = /^\s*\.?\s*/.exec(lead.slice(end))?.[0].length ?? 0;
  return { heading: { start: 0, end }, rest: { start: end + gap, end: lead.length } };
}

/** A title has single spaces where the lead may have line breaks. */
function endOfTitle(lead: string, title: string): number | null {
  let position = 0;
  for (const word of title.trim().split(/\s+/)) {
    position += /^\s*/.exec(lead.slice(position))?.[0].length ?? 0;
    if (!lead.startsWith(word, position)) return null;
    position += word.length;
  }
  return position;
}

function textOf(inline: Inline): string {
  if (inline.type === 'break') return '\n';
  return inline.type === 'text' ? inline.text : inline.label;
}
