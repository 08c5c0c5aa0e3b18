import type { Selector } from '#contract';
import { ArchiveError } from '../errors.ts';

/** Code units of surroundings kept on each side; more where the words and these stand several times. */
const CONTEXT = 32;
const LONGEST_CONTEXT = 256;

/**
 * The selector of a stretch of text: its words, their surroundings, and its position in UTF-16 code units. White space
 * at the ends is left out; no character is cut in two.
 * @throws ArchiveError `bad-argument` where no words are left
 */
export function makeSelector(text: string, start: number, end: number): Selector {
  const from = wholeCharacter(text, Math.max(0, start), -1);
  const to = wholeCharacter(text, Math.min(text.length, end), 1);
  const raw = text.slice(from, to);
  const exact = raw.trim();
  if (exact === '') throw new ArchiveError('bad-argument', { argument: 'range', value: `${start}–${end}` });
  const first = from + raw.indexOf(exact);
  const last = first + exact.length;

  let around = surroundings(text, first, last, CONTEXT);
  for (let width = CONTEXT * 2; width <= LONGEST_CONTEXT && isRepeated(text, exact, around); width *= 2)
    around = surroundings(text, first, last, width);
  return { exact, ...around, start: first, end: last };
}

const surroundings = (text: string, start: number, end: number, width: number): { prefix: string; suffix: string } => ({
  prefix: text.slice(wholeCharacter(text, Math.max(0, start - width), 1), start),
  suffix: text.slice(end, wholeCharacter(text, Math.min(text.length, end + width), -1)),
});

function isRepeated(text: string, exact: string, around: { prefix: string; suffix: string }): boolean {
  const whole = around.prefix + exact + around.suffix;
  return text.indexOf(whole) !== text.lastIndexOf(whole);
}

/** The nearest position in the direction given that does not lie between two surrogates. */
function wholeCharacter(text: string, at: number, direction: -1 | 1): number {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  const cuts = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
  return cuts ? at + direction : at;
}
