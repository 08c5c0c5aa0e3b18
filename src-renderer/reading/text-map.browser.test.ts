import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flushSync, mount, unmount } from 'svelte';
import type { Block, OpenedArticle } from '#contract';
// The very function that makes the offsets.
import { layOut } from '../../src-main/article/plain-text.ts';
import type { Decoration } from './decorations.ts';
import { withoutSoftHyphens } from './drawn-text.ts';
import type { FindBreaks } from './hyphenation.ts';
import DrawnArticle from './testing/DrawnArticle.svelte';
import { madeArticle, openedArticle } from './testing/made-articles.ts';
import { TextMap } from './text-map.ts';

let target: HTMLElement;
beforeEach(() => {
  target = document.createElement('div');
  document.body.append(target);
});
afterEach(() => {
  target.remove();
});

/** A soft hyphen wherever two letters meet. */
const breakEverywhere: FindBreaks = (text) => {
  const breaks: number[] = [];
  for (let at = 1; at < text.length; at++) if (/^[a-zA-Z]{2}$/.test(text.slice(at - 1, at + 1))) breaks.push(at);
  return breaks;
};

/** At most so many spaces stand before a credit line, a stamp or the blocks of a footnote, at any depth. */
function spacesIn(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0;
  const { type, creditLine, stamp } = part as { type?: unknown; creditLine?: unknown; stamp?: unknown };
  const own = type === 'footnote' || (type === 'figure' && creditLine) || (type === 'video' && stamp) ? 1 : 0;
  return Object.values(part).reduce((sum: number, inner) => sum + spacesIn(inner), own);
}

function withDrawn<T>(opened: OpenedArticle, decorations: Decoration[], check: (map: TextMap) => T): T {
  const component = mount(DrawnArticle, { target, props: { opened, decorations, findBreaks: breakEverywhere } });
  flushSync();
  try {
    const article = target.querySelector('article');
    if (!article) throw new Error('no article was drawn');
    return check(new TextMap(article, opened.text));
  } finally {
    void unmount(component);
    target.replaceChildren();
  }
}

const plain = { language: null, direction: null };
/** More spaces before credit lines than blocks. */
const listOfFigures: Block = {
  ...{ type: 'list', ...plain, ordered: false, start: null },
  items: Array.from({ length: 6 }, (_, number): Block[] => [
    {
      ...{ type: 'figure', ...plain, asset: null, alt: null, credit: null, creditLine: 'Foto: Anna Muster' },
      caption: [{ type: 'text', text: `Bild ${String(number)}`, marks: [] }],
    },
  ]),
};

const decoration = fc
  .record({ start: fc.nat(80), length: fc.integer({ min: 1, max: 30 }) })
  .map(({ start, length }, index = 0): Decoration => ({
    start,
    end: start + length,
    kind: start % 2 ? 'hit' : 'note',
    id: `${String(start)}-${String(index)}`,
    color: start % 2 ? null : 'moss',
    current: false,
  }));

describe('the text that is drawn', () => {
  it('is the plain text, every piece at its offset, whatever lies over it', () => {
    fc.assert(
      fc.property(madeArticle(layOut), fc.array(decoration, { maxLength: 5 }), (opened, decorations) => {
        withDrawn(opened, decorations, () => {
          let drawn = 0;
          for (const element of target.querySelectorAll<HTMLElement>('[data-at]')) {
            const at = Number(element.dataset['at']);
            const text = withoutSoftHyphens(element.textContent);
            expect(withoutSoftHyphens(opened.text.slice(at)).startsWith(text)).toBe(true);
            drawn += text.length;
          }
          const whole = withoutSoftHyphens(opened.text).replace(/[\n\t]/g, '').length;
          // Only gaps are not drawn: breaks, tabs, and the spaces counted here.
          expect(drawn).toBeGreaterThanOrEqual(whole - spacesIn(opened.article.blocks));
        });
      }),
      { numRuns: 60, examples: [[openedArticle({ blocks: [listOfFigures] }, layOut), []]] },
    );
  });

  it('gives every stretch of drawn text back as the range it came from', () => {
    fc.assert(
      fc.property(
        madeArticle(layOut),
        fc.nat(),
        fc.nat(),
        fc.array(decoration, { maxLength: 4 }),
        (opened, one, other, over) => {
          const length = opened.text.length;
          if (length === 0) return;
          const start = Math.min(one % length, other % length);
          const end = Math.max(one % length, other % length) + 1;
          withDrawn(opened, over, (map) => {
            const range = map.toDomRange(start, end);
            if (!range) return;
            const back = map.toTextRange(range);
            expect(back).not.toBeNull();
            // Ends that fall into a gap between blocks come back at its edge; nothing that is drawn is lost or added.
            expect(opened.text.slice(start, back?.start).trim()).toBe('');
            expect(opened.text.slice(back?.end, end).trim()).toBe('');
          });
        },
      ),
      { numRuns: 120 },
    );
  });

  it('maps each position in the text there and back', () => {
    fc.assert(
      fc.property(madeArticle(layOut), (opened) => {
        withDrawn(opened, [], (map) => {
          for (let offset = 0; offset <= opened.text.length; offset++) {
            const position = map.toDomPosition(offset);
            if (!position) continue;
            const back = map.toTextOffset(position.node, position.offset);
            expect(back).not.toBeNull();
            if (back !== offset) {
              const gap = opened.text.slice(Math.min(offset, back ?? 0), Math.max(offset, back ?? 0));
              expect(gap.trim()).toBe('');
            }
          }
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a selection', () => {
  const paragraph = (words: string): Block => ({
    type: 'paragraph',
    content: [{ type: 'text', text: words, marks: [] }],
    language: null,
    direction: null,
  });

  it('over a heading that is the lead’s first sentence begins at the lead', () => {
    const opened = openedArticle(
      {
        title: 'Sie treffen sich',
        titleFrom: 'lead',
        lead: [{ type: 'text', text: 'Sie treffen sich. Das sagte er.', marks: [] }],
      },
      layOut,
    );
    withDrawn(opened, [], (map) => {
      const heading = target.querySelector('h1');
      expect(heading?.textContent.replaceAll('\u00AD', '')).toBe('Sie treffen sich');
      expect(target.querySelector('.lead')?.textContent.replaceAll('\u00AD', '')).toBe('Das sagte er.');
      const range = document.createRange();
      range.selectNodeContents(heading!);
      expect(map.toTextRange(range)).toEqual({ start: 0, end: 16 });
    });
  });

  it('that ends at the beginning of the next block ends with the last one', () => {
    const opened = openedArticle({ blocks: [paragraph('Eins zwei.'), paragraph('Drei.')] }, layOut);
    withDrawn(opened, [], (map) => {
      const [first, second] = target.querySelectorAll('p:not([class*="byline"])');
      const range = document.createRange();
      range.setStart(first!, 0);
      range.setEnd(second!, 0);
      expect(map.toTextRange(range)).toEqual({ start: 0, end: 10 });
    });
  });

  it('takes no words of the window, such as that a video is not stored', () => {
    const opened = openedArticle(
      {
        blocks: [
          {
            type: 'video',
            caption: [{ type: 'text', text: 'Ein Film', marks: [] }],
            stamp: '10.09.2025 | 0:21 min',
            date: null,
            duration: 21,
            poster: null,
            url: 'https://example.org/',
            language: null,
            direction: null,
          },
        ],
      },
      layOut,
    );
    withDrawn(opened, [], (map) => {
      const range = document.createRange();
      range.selectNodeContents(target.querySelector('figure')!);
      const found = map.toTextRange(range);
      expect(opened.text.slice(found?.start, found?.end)).toBe('Ein Film 10.09.2025 | 0:21 min');
    });
  });
});
