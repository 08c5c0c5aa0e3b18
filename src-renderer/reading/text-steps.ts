/** How far a reading cursor goes at once. */
export type Step = 'character' | 'word';
export type Way = 'forward' | 'backward';

/** Characters looked at around the cursor: longer than any word one would go by. */
const WINDOW = 400;

/**
 * Where a cursor at `offset` goes next: by what a reader sees as one character, or to the end of the next word (back:
 * to the beginning of the last one). Gaps between blocks count as one step.
 * @param language BCP 47; null: by Unicode's own rules
 */
export function stepInText(text: string, offset: number, step: Step, way: Way, language: string | null): number {
  const from = Math.max(0, offset - WINDOW);
  const to = Math.min(text.length, offset + WINDOW);
  if (way === 'forward' && offset >= text.length) return text.length;
  if (way === 'backward' && offset <= 0) return 0;
  const segments = [...segmenter(step, language).segment(text.slice(from, to))].map((segment) => ({
    start: from + segment.index,
    end: from + segment.index + segment.segment.length,
    isWord: step === 'word' ? segment.isWordLike === true : !/^[\r\n]+$/.test(segment.segment),
  }));
  if (step === 'word') {
    if (way === 'forward') return segments.find(({ end, isWord }) => isWord && end > offset)?.end ?? to;
    return segments.reverse().find(({ start, isWord }) => isWord && start < offset)?.start ?? from;
  }
  if (way === 'forward') {
    const next = segments.find(({ end }) => end > offset)?.end ?? to;
    return skipGap(text, next, way);
  }
  const last = segments.reverse().find(({ start }) => start < offset)?.start ?? from;
  return skipGap(text, last, way);
}

/** A cursor stands before or after the line breaks between blocks, never among them. */
function skipGap(text: string, offset: number, way: Way): number {
  let position = offset;
  if (text[position - 1] !== '\n' && !(way === 'backward' && text[position] === '\n')) return position;
  if (way === 'forward') while (text[position] === '\n') position++;
  else while (text[position - 1] === '\n') position--;
  return position;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(step: Step, language: string | null): Intl.Segmenter {
  const key = `${step} ${language ?? ''}`;
  const known = segmenters.get(key);
  if (known) return known;
  const granularity = step === 'word' ? 'word' : 'grapheme';
  let made: Intl.Segmenter;
  try {
    made = new Intl.Segmenter(language ?? undefined, { granularity });
  } catch {
    // A language tag as found in the wild need not be one.
    made = new Intl.Segmenter(undefined, { granularity });
  }
  segmenters.set(key, made);
  return made;
}
