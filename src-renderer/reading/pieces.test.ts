import { describe, expect, it } from 'vitest';
import type { Inline, Mark } from '#contract';
import { splitLead } from './heading-from-lead.ts';
import { clipPieces, groupByLink, toPieces } from './pieces.ts';

const text = (words: string, ...marks: Mark[]): Inline => ({ type: 'text', text: words, marks });
const link: Mark = { type: 'link', href: 'https://example.org/' };

describe('pieces', () => {
  const content = [text('See '), text('the ', link), text('report', link, { type: 'strong' }), text(' today.')];
  const offsets = { 'lead.0': 10, 'lead.1': 14, 'lead.2': 18, 'lead.3': 24 };

  it('know where they start in the plain text', () => {
    const pieces = toPieces(content, 'lead', offsets);
    expect(pieces.map((piece) => (piece.kind === 'text' ? piece.at : null))).toEqual([10, 14, 18, 24]);
  });

  it('of one link are one link', () => {
    const groups = groupByLink(toPieces(content, 'lead', offsets));
    expect(groups.map(({ href, pieces }) => [href, pieces.length])).toEqual([
      [null, 1],
      ['https://example.org/', 2],
      [null, 1],
    ]);
  });

  it('keep their offsets when they are clipped', () => {
    const clipped = clipPieces(toPieces(content, 'lead', offsets), 16, 26);
    expect(clipped.map((piece) => (piece.kind === 'text' ? [piece.at, piece.text] : null))).toEqual([
      [16, 'e '],
      [18, 'report'],
      [24, ' t'],
    ]);
  });
});

describe('a heading that comes from the lead', () => {
  const lead = [text('Sie treffen sich in Budapest. Das sagte er. Einen Termin nannte er nicht.')];

  it('is the first sentence, and the rest follows without it', () => {
    const parts = splitLead({ title: 'Sie treffen sich in Budapest', titleFrom: 'lead', lead });
    expect(parts).toEqual({ heading: { start: 0, end: 28 }, rest: { start: 30, end: 73 } });
  });

  it('leaves nothing over when the lead is one sentence', () => {
    const parts = splitLead({ title: 'Nur das', titleFrom: 'lead', lead: [text('Nur das.')] });
    expect(parts?.rest).toEqual({ start: 8, end: 8 });
  });

  it('gives way to a corrected title and to headlines of the source', () => {
    expect(splitLead({ title: 'Anders', titleFrom: 'lead', lead })).toBeNull();
    expect(splitLead({ title: 'Sie treffen sich in Budapest', titleFrom: 'source', lead })).toBeNull();
  });
});
