import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Inline } from '#contract';
import { canonicalBlocks, canonicalInlines } from './generated-trees.ts';
import { countWords, layOut, plainText } from './plain-text.ts';

const text = (words: string): Inline[] => [{ type: 'text', text: words, marks: [] }];
const base = { language: null, direction: null };
const paragraph = (words: string): Block => ({ type: 'paragraph', ...base, content: text(words) });

describe('plain text', () => {
  it('is lead and blocks as RULINGS.md, 1 lays them out', () => {
    const blocks: Block[] = [
      { type: 'rule', ...base },
      {
        type: 'figure',
        ...base,
        asset: 'a.jpg',
        alt: 'unseen',
        caption: text('Bild.'),
        creditLine: 'Quelle: AP',
        credit: 'AP',
      },
      { type: 'figure', ...base, asset: 'a.jpg', alt: 'unseen', caption: [], creditLine: null, credit: null },
      {
        type: 'list',
        ...base,
        ordered: false,
        start: null,
        items: [[paragraph('eins'), paragraph('mehr')], [paragraph('zwei')]],
      },
      {
        type: 'video',
        ...base,
        caption: text('Film'),
        stamp: '10.09.2025 | 0:21 min',
        date: '2025-09-10',
        duration: 21,
        poster: null,
        url: null,
      },
      {
        type: 'table',
        ...base,
        caption: text('Tabelle'),
        rows: [
          {
            cells: [
              { header: true, content: [] },
              { header: true, content: text('B') },
            ],
          },
          {
            cells: [
              { header: false, content: text('1') },
              { header: false, content: [] },
            ],
          },
        ],
      },
      { type: 'code', ...base, text: 'a\n  b', syntax: null },
      { type: 'quote', ...base, blocks: [paragraph('Zitat'), paragraph('weiter')] },
      { type: 'definition-list', ...base, entries: [{ terms: [text('Wort')], definitions: [[paragraph('Sinn')]] }] },
      { type: 'footnote', ...base, id: '1', label: '[1]', blocks: [paragraph('Fußnote')] },
      {
        type: 'paragraph',
        ...base,
        content: [...text('Zeile'), { type: 'break' }, { type: 'footnote-reference', id: '1', label: '[1]' }],
      },
    ];
    expect(plainText(text('Vorspann.'), blocks)).toBe(
      [
        'Vorspann.',
        'Bild. Quelle: AP',
        'eins\nmehr\nzwei',
        'Film 10.09.2025 | 0:21 min',
        'Tabelle\n\tB\n1\t',
        'a\n  b',
        'Zitat',
        'weiter',
        'Wort\nSinn',
        '[1] Fußnote',
        'Zeile\n[1]',
      ].join('\n\n'),
    );
  });

  it('starts every piece where its offset says', () => {
    fc.assert(
      fc.property(canonicalInlines, canonicalBlocks, (lead, blocks) => {
        const laidOut = layOut(lead, blocks);
        expect(laidOut.text).toBe(plainText(lead, blocks));
        let last = -1;
        for (const [path, offset] of Object.entries(laidOut.textOffsets)) {
          expect(laidOut.text.startsWith(pieceAt({ lead, blocks }, path), offset)).toBe(true);
          expect(offset).toBeGreaterThan(last);
          last = offset;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('counts a compound with hyphen, a number and an elision as one word each', () => {
    expect(countWords('Das 2.500-Seiten-Dokument, d’accord – ja!')).toBe(4);
  });
});

/** The text an offset path leads to. */
function pieceAt(tree: unknown, path: string): string {
  let piece = tree;
  for (const step of path.split('.')) piece = (piece as Record<string, unknown>)[step];
  if (typeof piece === 'string') return piece;
  const inline = piece as Inline;
  return inline.type === 'text' ? inline.text : inline.type === 'footnote-reference' ? inline.label : '\n';
}
