import approximateMatches from 'approx-string-match';
import type { Placement, Selector } from '#contract';
import { occurrences } from './find-quote.ts';
import { type FoldedText, foldQuote, unfold } from './fold-quote.ts';

/** A place that may be meant. `before`, `after`: how well the surroundings agree, 0 to 1. */
type Candidate = { start: number; end: number; before: number; after: number };
type Words = Pick<Selector, 'exact' | 'prefix' | 'suffix'>;

/** Verbatim words this long mean their place by themselves; shorter ones need surroundings that agree. */
const TELLING_LENGTH = 32;
/** How far surroundings on one side must agree. Unrelated German text reaches about 0.45. */
const AGREES = 0.7;
const HARDLY_CHANGED = 0.85;
/** How far the best place must be ahead of the next one, of 2. */
const LEAD = 0.3;
/** Share of characters that may differ. */
const TOLERANCE = 0.25;
/** Code units that may have come between or gone from the surroundings. */
const SLACK = 8;
const MOST_ERRORS = 128;
const MOST_CANDIDATES = 1000;
/** Words × text; beyond it a note is rather unplaced than the window waits (about 0.3 s). */
const MOST_WORK = 200_000_000;
/** Same letters, other quotation marks, dashes or spaces. */
const SCORE_FOLDED = 0.99;

/**
 * Where a note stands in the text as it is now: at its position if its words and surroundings stand there, else where its
 * words stand once with their surroundings, else where they stand with few changes (Myers' bit-parallel search, by
 * approx-string-match). Where two places would do, or none with certainty, it is unplaced: never a guess.
 */
export function placeNote(selector: Selector | null, text: string): Placement {
  if (selector === null) return { state: 'whole' };
  if (selector.exact === '') return { state: 'unplaced' };
  if (standsAtItsPosition(selector, text)) return { state: 'exact', start: selector.start, end: selector.end };

  const verbatim = chosen(verbatimCandidates(text, selector), selector);
  if (verbatim === 'ambiguous') return { state: 'unplaced' };
  if (verbatim !== null)
    return verbatim.start === selector.start
      ? { state: 'exact', start: verbatim.start, end: verbatim.end }
      : { state: 'moved', start: verbatim.start, end: verbatim.end, score: 1 };

  const folded = foldedOnce(text);
  const words = {
    exact: foldQuote(selector.exact).text.trim(),
    prefix: foldQuote(selector.prefix).text,
    suffix: foldQuote(selector.suffix).text,
  };
  if (words.exact === '') return { state: 'unplaced' };
  const same = chosen(verbatimCandidates(folded.text, words), words);
  if (same === 'ambiguous') return { state: 'unplaced' };
  if (same !== null) return { state: 'moved', ...unfold(folded, same.start, same.end), score: SCORE_FOLDED };

  const near = nearPlace(folded.text, words);
  if (near === null || !isSurroundedAsBefore(folded.text, near, words)) return { state: 'unplaced' };
  return { state: 'moved', ...unfold(folded, near.start, near.end), score: near.score };
}

function standsAtItsPosition({ exact, prefix, suffix, start, end }: Selector, text: string): boolean {
  return (
    text.startsWith(exact, start) &&
    end === start + exact.length &&
    text.slice(Math.max(0, start - prefix.length), start) === prefix &&
    text.startsWith(suffix, end)
  );
}

const verbatimCandidates = (text: string, words: Words): Candidate[] =>
  occurrences(text, words.exact, MOST_CANDIDATES).map((place) => withSurroundings(text, place, words));

function withSurroundings(text: string, place: { start: number; end: number }, words: Words): Candidate {
  const { prefix, suffix } = words;
  const before = text.slice(Math.max(0, place.start - prefix.length - SLACK), place.start);
  const after = text.slice(place.end, place.end + suffix.length + SLACK);
  return { ...place, before: agreement(before, prefix, 'end'), after: agreement(after, suffix, 'start') };
}

/**
 * Share of `expected` that stands in `found`, up against the words at its start or end. Nothing expected (the words
 * opened or closed the text) says little: many words may open a text.
 */
function agreement(found: string, expected: string, against: 'start' | 'end'): number {
  if (expected === '') return found === '' ? 0.5 : 0;
  if (against === 'end' ? found.endsWith(expected) : found.startsWith(expected)) return 1;
  const near = approximateMatches(found, expected, Math.floor(expected.length * 0.6));
  const gaps = near.map((match) => match.errors + (against === 'end' ? found.length - match.end : match.start));
  return Math.max(0, 1 - Math.min(expected.length, ...gaps) / expected.length);
}

/** The one candidate that is meant; null where none is. */
function chosen(candidates: Candidate[], words: Words): Candidate | 'ambiguous' | null {
  const ranked = [...candidates].sort((a, b) => sum(b) - sum(a));
  const [best, next] = ranked;
  if (best === undefined) return null;
  if (next !== undefined) {
    if (sum(best) - sum(next) < LEAD) return sum(best) >= AGREES ? 'ambiguous' : null;
    return agrees(best) ? best : null;
  }
  const unknownSurroundings = words.prefix === '' && words.suffix === '';
  return unknownSurroundings || words.exact.length >= TELLING_LENGTH || agrees(best) ? best : null;
}

const sum = ({ before, after }: Candidate): number => before + after;
/** One side hardly changed, or both not much. */
const agrees = ({ before, after }: Candidate): boolean =>
  Math.max(before, after) >= HARDLY_CHANGED || before + after >= 2 * AGREES;

/**
 * Changed words need their surroundings on both sides: newsrooms write almost the same sentence again, sometimes with the
 * same one after it. Only long passages, hardly changed, speak for themselves.
 */
function isSurroundedAsBefore(
  text: string,
  near: { start: number; end: number; score: number },
  words: Words,
): boolean {
  const standsAlone = near.score >= 0.9 && words.exact.length >= 4 * TELLING_LENGTH;
  const known = [words.prefix, words.suffix].filter((side) => side !== '').length;
  return standsAlone || sum(withSurroundings(text, near, words)) >= AGREES * Math.max(1, known);
}

/** The words with few changes, found together with their surroundings, or long words by themselves. */
function nearPlace(text: string, words: Words): { start: number; end: number; score: number } | null {
  const length = words.exact.length;
  if (Math.ceil((length + words.prefix.length + words.suffix.length) / 32) * text.length > MOST_WORK) return null;
  const within = nearWithSurroundings(text, words);
  if (within !== null) return within;
  if (length < TELLING_LENGTH) return null;
  const matches = separate(approximateMatches(text, words.exact, mostErrors(length)));
  const place = chosen(
    matches.map((match) => withSurroundings(text, match, words)),
    words,
  );
  if (place === null || place === 'ambiguous') return null;
  const errors = matches.find(({ start }) => start === place.start)?.errors ?? length;
  return { ...place, score: 1 - errors / length };
}

function nearWithSurroundings(text: string, words: Words): { start: number; end: number; score: number } | null {
  const { exact, prefix, suffix } = words;
  if (prefix === '' && suffix === '') return null;
  const whole = prefix + exact + suffix;
  const regions = separate(approximateMatches(text, whole, mostErrors(whole.length)));
  const [region] = regions;
  if (region === undefined || regions.length > 1) return null;
  const inside = text.slice(region.start, region.end);
  const most = Math.floor(exact.length * TOLERANCE);
  const found = separate(approximateMatches(inside, exact, most));
  // The words may stand again in their own surroundings: the one nearest to where they stood is meant.
  const expected = prefix.length;
  const place = [...found].sort((a, b) => Math.abs(a.start - expected) - Math.abs(b.start - expected))[0];
  if (place === undefined || Math.abs(place.start - expected) > region.errors + 1) return null;
  return {
    start: region.start + place.start,
    end: region.start + place.end,
    score: 1 - place.errors / exact.length,
  };
}

const mostErrors = (length: number): number => Math.min(MOST_ERRORS, Math.floor(length * TOLERANCE));

type Match = { start: number; end: number; errors: number };

/** Matches that overlap are one place; of those, the longest keeps its ends. */
function separate(matches: Match[]): Match[] {
  const apart: Match[] = [];
  for (const match of [...matches].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart[apart.length - 1];
    if (last === undefined || match.start >= last.end) apart.push(match);
    else if (match.end - match.start > last.end - last.start) apart[apart.length - 1] = match;
  }
  return apart;
}

let remembered: { text: string; folded: FoldedText } | null = null;

/** The notes of one text are placed one after the other: it is folded once. */
function foldedOnce(text: string): FoldedText {
  if (remembered?.text !== text) remembered = { text, folded: foldQuote(text) };
  return remembered.folded;
}
