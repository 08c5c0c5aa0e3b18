/** A paragraph of a plain text: its lines, each without white space around it. */
export type TextParagraph = readonly string[];

/** More is no article but a mistake, and would be no pleasure to open. */
export const MOST_PARAGRAPHS = 100_000;

/** Lines between these lengths that were broken at a margin, not by meaning. */
const WRAPPED_AT_LEAST = 40;
const WRAPPED_AT_MOST = 110;

/**
 * The paragraphs of a plain text: parted by blank lines, else by line ends where no blank line is there. Lines broken at
 * a margin are joined. Keeps every word.
 */
export function splitParagraphs(source: string): TextParagraph[] {
  const lines = source.split(/[\n\v\f\u0085\u2028\u2029]/).map((line) => line.replace(/[ \t]+/g, ' ').trim());
  const groups: string[][] = [[]];
  for (const line of lines) {
    if (line !== '') groups.at(-1)!.push(line);
    else if (groups.at(-1)!.length > 0) groups.push([]);
  }
  const filled = groups.filter((group) => group.length > 0);
  const [only] = filled;
  // Without any blank line, long lines are paragraphs themselves.
  if (filled.length === 1 && only && only.length > 1 && !isWrapped(only) && !isBulleted(only)) {
    return only.map((line) => [line]);
  }
  return filled.flatMap((group) => paragraphsOf(group));
}

function paragraphsOf(lines: string[]): TextParagraph[] {
  if (lines.length === 1 || isBulleted(lines)) return [lines];
  if (isWrapped(lines)) return [[lines.join(' ')]];
  return lines.some((line) => line.length > WRAPPED_AT_MOST) ? lines.map((line) => [line]) : [lines];
}

function isWrapped(lines: readonly string[]): boolean {
  const full = lines.slice(0, -1);
  return (
    full.length > 0 &&
    full.every((line) => line.length >= WRAPPED_AT_LEAST && line.length <= WRAPPED_AT_MOST) &&
    (lines.at(-1)?.length ?? 0) <= WRAPPED_AT_MOST
  );
}

const BULLET = /^[-*•–·▪●◦‣]\s+(?=\S)/u;

/** True where every line is plainly an item of a list. */
export function isBulleted(lines: readonly string[]): boolean {
  return lines.every((line) => BULLET.test(line));
}

/** An item without its bullet. */
export function withoutBullet(line: string): string {
  return line.replace(BULLET, '');
}
