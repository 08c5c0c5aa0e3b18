import type { Inline } from '#contract';

/**
 * Running text as a browser would show it: white space collapsed to single spaces, none at the ends or beside a break.
 * Two breaks in a row part paragraphs; each is returned for itself, empty ones left out.
 */
export function collapseSpace(inlines: readonly Inline[]): Inline[][] {
  const paragraphs: Inline[][] = [[]];
  let breaks = 0;
  let space = false;
  for (const inline of inlines) {
    if (inline.type === 'break') {
      breaks += 1;
      space = false;
      continue;
    }
    const words = inline.type === 'text' ? inline.text.replace(/[ \t\n\r\f]+/g, ' ') : inline.label;
    if (words === '' || (words === ' ' && inline.type === 'text')) {
      space ||= words === ' ';
      continue;
    }
    if (breaks > 1 && paragraphs.at(-1)!.length > 0) paragraphs.push([]);
    const current = paragraphs.at(-1)!;
    const first = current.length === 0;
    if (breaks > 0 && !first) current.push({ type: 'break' });
    const joined = !first && breaks === 0 && (space || words.startsWith(' '));
    if (joined)
      current.push({ type: 'text', text: ' ', marks: inline.type === 'text' ? sharedMarks(current, inline) : [] });
    breaks = 0;
    if (inline.type === 'text') current.push({ ...inline, text: words.replace(/^ | $/g, '') });
    else current.push(inline);
    space = inline.type === 'text' && words.endsWith(' ');
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}

/** A space between two texts is part of the marks both have: "**a b**" in two pieces stays one. */
function sharedMarks(before: readonly Inline[], next: Extract<Inline, { type: 'text' }>) {
  const last = before.at(-1);
  if (last?.type !== 'text') return [];
  return next.marks.filter((mark) => last.marks.some((other) => JSON.stringify(other) === JSON.stringify(mark)));
}
