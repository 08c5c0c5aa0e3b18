import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textBlocks, trialArticle } from '../store/trial-archive.ts';
import { compareWords, diffVersions } from './version-diff.ts';

const diff = (before: string[], after: string[]) =>
  diffVersions(
    'id',
    { article: trialArticle(1, { lead: [], blocks: textBlocks(...before) }), version: '20251031T080000Z' },
    { article: trialArticle(1, { lead: [], blocks: textBlocks(...after), title: 'Artikel zwei' }), version: null },
  );
const show = (before: string[], after: string[]) =>
  diff(before, after).paragraphs.map((pieces) =>
    pieces
      .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
      .join(''),
  );

describe('comparing two versions', () => {
  it('compares long texts that have nothing in common, and loses no paragraph of either', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, place) => `${word}${place}`);
    const pieces = diff(text('alt'), text('neu')).paragraphs.flat();
    const kept = (kind: string) => pieces.filter((piece) => piece.kind === kind).map((piece) => piece.text);
    expect(kept('removed')).toEqual(text('alt'));
    expect(kept('added')).toEqual(text('neu'));
  });

  it('shows which words came and went, and counts them', () => {
    const found = diff(
      ['Der Rat tagt am Dienstag.', 'Bleibt gleich.'],
      ['Der Rat tagte am Mittwoch.', 'Bleibt gleich.', 'Ganz neu.'],
    );
    expect(found).toMatchObject({
      added: 4,
      removed: 2,
      from: { version: '20251031T080000Z', words: 7 },
      to: { version: null, title: 'Artikel zwei' },
      title: [
        { kind: 'same', text: 'Artikel ' },
        { kind: 'removed', text: '1' },
        { kind: 'added', text: 'zwei' },
      ],
    });
    expect(show(['Der Rat tagt am Dienstag.'], ['Der Rat tagte am Mittwoch.', 'Neu.'])).toEqual([
      'Der Rat [-tagt-]{+tagte+} am [-Dienstag-]{+Mittwoch+}.',
      '{+Neu.+}',
    ]);
  });

  it('sets a paragraph beside the one that took its place, though others came before it', () => {
    expect(
      show(
        ['Das Wasser steigt seit gestern langsam.'],
        ['Ein neuer Anfang steht davor.', 'Das Wasser steigt seit heute langsam.'],
      ),
    ).toEqual(['{+Ein neuer Anfang steht davor.+}', 'Das Wasser steigt seit [-gestern-]{+heute+} langsam.']);
  });

  it('takes words that changed one after the other for one change', () => {
    expect(compareWords('vor der alten Brücke', 'vor einer neuen Brücke')).toEqual([
      { kind: 'same', text: 'vor ' },
      { kind: 'removed', text: 'der alten' },
      { kind: 'added', text: 'einer neuen' },
      { kind: 'same', text: ' Brücke' },
    ]);
  });

  it('says of the same text that nothing changed, and of an empty one that all of it came', () => {
    expect(diff(['Gleich.'], ['Gleich.'])).toMatchObject({ added: 0, removed: 0 });
    expect(show([], ['Neu hier.'])).toEqual(['{+Neu hier.+}']);
    expect(show(['Fort.'], [])).toEqual(['[-Fort.-]']);
  });

  it('leaves nothing of either text out', () => {
    const words = fc.array(fc.constantFrom('Wasser', 'steigt', 'der', 'am', 'Rhein', '.', 'Größe', ' ', 'alt'), {
      maxLength: 12,
    });
    const texts = fc.array(
      words.map((list) => list.join(' ').trim().replace(/\s+/gu, ' ')).filter((text) => text !== ''),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { paragraphs } = diff(before, after);
        const side = (left: 'added' | 'removed') =>
          paragraphs
            .map((pieces) => pieces.filter(({ kind }) => kind !== left))
            .filter((pieces) => pieces.length > 0)
            .map((pieces) => pieces.map(({ text }) => text).join(''));
        expect(side('added')).toEqual(before);
        expect(side('removed')).toEqual(after);
      }),
    );
  });

  it('gives up word by word where two long texts have nothing in common', () => {
    const long = (name: string) => Array.from({ length: 9_000 }, (_, at) => `${name}${at}`).join(' ');
    const pieces = compareWords(long('a'), long('b'));
    expect(pieces.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
