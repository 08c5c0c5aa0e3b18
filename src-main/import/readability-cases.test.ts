import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isElement, isText, parseBoundedHtml } from '../article/bounded-html.ts';
import { normaliseBlocks, normaliseLine } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { nodesUnder } from './html-elements.ts';
import { readHtmlPage } from './html-page.ts';

const CASES = '../shared/cases/readability';
const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of the expected article; only elements that are blocks part words. */
function expectedWords(html: string): string[] {
  const parts: string[] = [];
  for (const node of nodesUnder(parseBoundedHtml(html))) {
    if (isText(node)) parts.push(node.value);
    else if (isElement(node) && !INLINE.has(node.tagName)) parts.push(' ');
  }
  return words(parts.join(''));
}

const INLINE = new Set('a abbr b bdi code em i font mark small span strong sub sup u wbr'.split(' '));

/** How many of the expected words the text has, each as often as it occurs. */
function kept(expected: readonly string[], text: string): number {
  const left = new Map<string, number>();
  for (const word of words(text)) left.set(word, (left.get(word) ?? 0) + 1);
  let found = 0;
  for (const word of expected) {
    const count = left.get(word) ?? 0;
    if (count > 0) found += 1;
    left.set(word, count - 1);
  }
  return found;
}

/** Chinese: a word is what stands between two signs, so one sign more or less is many words. */
const WITHOUT_SPACES = new Set(['qq']);

const hasCases = existsSync(CASES);

describe.skipIf(!hasCases)('the pages Readability is tested with (../shared/cases/readability)', () => {
  const cases = hasCases ? readdirSync(CASES) : [];
  const read = (name: string) => {
    const file = (part: string) => readFileSync(join(CASES, name, part), 'utf8');
    const page = readHtmlPage(file('source.html'), name);
    const { title } = JSON.parse(file('expected-metadata.json')) as { title: string | null };
    return { page, title, expected: expectedWords(file('expected.html')) };
  };
  const shares = new Map<string, number>();
  const titles: { name: string; found: string; expected: string }[] = [];

  it.each(cases)('%s keeps the words of its article', (name) => {
    const { page, title, expected } = read(name);
    const found = kept(expected, `${page.metadata.title} ${plainText(page.lead, page.blocks)}`);
    shares.set(name, found / Math.max(1, expected.length));
    // A page without a title is named by its first sentence.
    if (title) titles.push({ name, found: page.metadata.title, expected: normaliseLine(title) ?? '' });
    expect(shares.get(name)).toBeGreaterThanOrEqual(WITHOUT_SPACES.has(name) ? 0.98 : 0.99);
    expect(normaliseBlocks(page.blocks)).toEqual(page.blocks);
  });

  it('have the right title in 98 of 100 at least', () => {
    const wrong = titles.filter(({ found, expected }) => found !== expected);
    expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual(titles.length * 0.02);
  });
});
