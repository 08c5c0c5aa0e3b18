import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Placement } from '#contract';
import { anchorSelector } from './anchor-selector.ts';
import { makeSelector } from './make-selector.ts';
import { placeNote } from './place-note.ts';

const WORDS =
  'der die das Treffen Präsident Putin Trump in Budapest sagte am Freitag nach Angaben eines Sprechers über mehr als zwei Stunden und die Lieferung von Marschflugkörpern Ukraine Waffenruhe Ende nicht ohne Zustimmung Regierung Washington Moskau Krieg „Eskalation“ wieder neue Gespräche Woche kündigte an hatte zuletzt erklärt'.split(
    ' ',
  );

/** A word with an identity, so that a test knows where the words of a quote went. */
type Token = { word: string; id: number };

const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 6, maxLength: 18 });
const tokens = fc
  .array(sentence, { minLength: 8, maxLength: 30 })
  .map((sentences) => sentences.flat().map((word, id): Token => ({ word, id })));
const part = fc.double({ min: 0, max: 0.999, noNaN: true });

const textOf = (list: Token[]): string => list.map(({ word }) => word).join(' ');

/** From the start of the first to the end of the last token whose id lies in [from, to]; null: all are gone. */
function spanOf(list: Token[], from: number, to: number): { start: number; end: number } | null {
  let at = 0;
  let start: number | null = null;
  let end = 0;
  for (const { word, id } of list) {
    if (id >= from && id <= to) {
      start ??= at;
      end = at + word.length;
    }
    at += word.length + 1;
  }
  return start === null ? null : { start, end };
}

type Edit = { kind: 'insert' | 'delete' | 'replace'; at: number; length: number; words: string[] };
const edit = fc.record<Edit>({
  kind: fc.constantFrom('insert', 'delete', 'replace'),
  at: part,
  length: fc.integer({ min: 1, max: 4 }),
  words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }),
});

function apply(list: Token[], { kind, at, length, words }: Edit): Token[] {
  const index = Math.floor(at * list.length);
  const added = kind === 'delete' ? [] : words.map((word): Token => ({ word, id: -1 }));
  return [...list.slice(0, index), ...added, ...list.slice(index + (kind === 'insert' ? 0 : length))];
}

function isRightPlace(placement: Placement, span: { start: number; end: number } | null): boolean {
  if (placement.state !== 'exact' && placement.state !== 'moved') return true;
  if (span === null) return false;
  const shared = Math.min(placement.end, span.end) - Math.max(placement.start, span.start);
  return shared > 0.5 * Math.min(placement.end - placement.start, span.end - span.start);
}

const quoteIn = (list: Token[], at: number, length: number): { from: number; to: number } => {
  const from = Math.floor(at * list.length);
  return { from, to: Math.min(list.length - 1, from + length - 1) };
};

describe('a note', () => {
  it('stands exactly where it was made as long as the text is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), part, part, (text, one, other) => {
        const start = Math.floor(Math.min(one, other) * text.length);
        const end = Math.max(start + 1, Math.ceil(Math.max(one, other) * text.length));
        fc.pre(text.slice(start, end).trim() !== '');
        const selector = makeSelector(text, start, end);
        expect(placeNote(selector, text)).toEqual({ state: 'exact', start: selector.start, end: selector.end });
      }),
      { numRuns: 1000 },
    );
  });

  it('is found again after edits elsewhere, and never in a wrong place', () => {
    let placed = 0;
    let total = 0;
    const wrong: string[] = [];
    fc.assert(
      fc.property(
        tokens,
        part,
        fc.integer({ min: 1, max: 25 }),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        (list, at, length, edits) => {
          const { from, to } = quoteIn(list, at, length);
          const before = spanOf(list, from, to);
          if (before === null) return;
          const selector = makeSelector(textOf(list), before.start, before.end);
          const after = edits.reduce(apply, list);
          const text = textOf(after);
          const kept = after.filter(({ id }) => id >= from && id <= to).map(({ id }) => id);
          const first = after.findIndex(({ id }) => id === from);
          const untouched = kept.length === to - from + 1 && after[first + kept.length - 1]?.id === to;
          const placement = placeNote(selector, text);
          if (untouched && before.end - before.start >= 8) {
            total += 1;
            if (placement.state !== 'unplaced') placed += 1;
          }
          // Of mostly deleted words nobody can say where they are.
          if (kept.length > (to - from + 1) / 2 && !isRightPlace(placement, spanOf(after, from, to)))
            wrong.push(
              `${selector.prefix}[${selector.exact}]${selector.suffix} → ${JSON.stringify(placement)} in ${text}`,
            );
        },
      ),
      { numRuns: 1500, seed: 20251016 },
    );
    expect(wrong).toEqual([]);
    expect(placed / total).toBeGreaterThanOrEqual(0.95);
  });

  it('is found again after small changes to its own words', () => {
    let placed = 0;
    let wrong = 0;
    let total = 0;
    fc.assert(
      fc.property(
        tokens,
        part,
        fc.integer({ min: 4, max: 25 }),
        fc.array(fc.tuple(part, fc.constantFrom('delete', 'double', 'swap')), { minLength: 1, maxLength: 3 }),
        fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }),
        (list, at, length, typos, added) => {
          const { from, to } = quoteIn(list, at, length);
          const span = spanOf(list, from, to);
          if (span === null || span.end - span.start < 24) return;
          const text = textOf(list);
          const selector = makeSelector(text, span.start, span.end);
          let changed = selector.exact;
          for (const [where, kind] of typos) {
            const index = 1 + Math.floor(where * (changed.length - 3));
            const [a = '', b = ''] = changed.slice(index);
            const instead = kind === 'delete' ? b : kind === 'double' ? a + a + b : b + a;
            changed = changed.slice(0, index) + instead + changed.slice(index + 2);
          }
          const lead = added.map((word) => `${word} `).join('');
          const newer = lead + text.slice(0, selector.start) + changed + text.slice(selector.end);
          const start = lead.length + selector.start;
          const placement = placeNote(selector, newer);
          total += 1;
          if (placement.state === 'exact' || placement.state === 'moved') placed += 1;
          if (!isRightPlace(placement, { start, end: start + changed.length })) wrong += 1;
        },
      ),
      { numRuns: 1500, seed: 20251016 },
    );
    expect(wrong).toBe(0);
    expect(placed / total).toBeGreaterThanOrEqual(0.95);
  });

  it('is never placed in a text it was not made on', () => {
    const moved: string[] = [];
    fc.assert(
      fc.property(tokens, tokens, part, fc.integer({ min: 3, max: 25 }), (list, other, at, length) => {
        const { from, to } = quoteIn(list, at, length);
        const span = spanOf(list, from, to);
        if (span === null) return;
        const selector = makeSelector(textOf(list), span.start, span.end);
        const placement = placeNote(selector, textOf(other));
        if (placement.state !== 'unplaced') moved.push(`${selector.exact} → ${JSON.stringify(placement)}`);
      }),
      { numRuns: 500, seed: 20251016 },
    );
    expect(moved).toEqual([]);
  });

  it('is unplaced where its words and surroundings stand twice', () => {
    const row = 'Zeile mit Zahlen und Zahlen und noch mehr Zahlen darin. ';
    const selector = {
      ...makeSelector(row.repeat(3), 57, 62),
      prefix: 'darin. ',
      suffix: ' mit Zahlen',
      start: 999,
      end: 1004,
    };
    expect(placeNote(selector, row.repeat(3))).toEqual({ state: 'unplaced' });
  });

  it('is unplaced when its words are gone, also where one of them stands elsewhere', () => {
    const selector = makeSelector('Gestern sprach Putin mit Trump. Danach schwieg der Kreml.', 15, 20);
    expect(placeNote(selector, 'Danach schwieg der Kreml. Später traf Putin ein.')).toEqual({ state: 'unplaced' });
  });

  it('follows other quotation marks, dashes and spaces', () => {
    const selector = makeSelector('Er warnte vor einer "völlig neuen Eskalation" - und ging.', 20, 45);
    const newer = 'Neu: Er warnte vor einer „völlig neuen\u00a0Eskalation“ – und ging.';
    const placement = placeNote(selector, newer);
    expect(placement).toMatchObject({ state: 'moved', score: 0.99 });
    if (placement.state === 'moved')
      expect(newer.slice(placement.start, placement.end)).toBe('völlig neuen\u00a0Eskalation');
  });

  it('is placed by a quote alone where that stands once', () => {
    const selector = { exact: 'zweite Satz', prefix: '', suffix: '', start: 0, end: 11 };
    expect(placeNote(selector, 'Der erste Satz. Der zweite Satz.')).toEqual({
      state: 'moved',
      start: 20,
      end: 31,
      score: 1,
    });
    expect(placeNote({ ...selector, exact: 'Satz' }, 'Der erste Satz. Der zweite Satz.').state).toBe('unplaced');
  });

  it('on the whole article is whole, and one with a position only is unplaced', () => {
    expect(placeNote(null, 'Text')).toEqual({ state: 'whole' });
    expect(placeNote({ exact: '', prefix: '', suffix: '', start: 0, end: 4 }, 'Text')).toEqual({ state: 'unplaced' });
  });

  it('is placed or given up in bounded time in a long text', () => {
    const text = 'Ein Satz über nichts Besonderes in dieser Woche. '.repeat(20_000);
    const selector = { exact: 'Marschflugkörper '.repeat(200), prefix: 'vorher', suffix: 'nachher', start: 5, end: 9 };
    const before = performance.now();
    expect(placeNote(selector, text).state).toBe('unplaced');
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});

describe('a selector', () => {
  it('leaves out white space at its ends and cuts no character in two', () => {
    const text = 'a \u{1f600} b';
    expect(makeSelector(text, 1, 3)).toEqual({ exact: '\u{1f600}', prefix: 'a ', suffix: ' b', start: 2, end: 4 });
  });

  it('takes more surroundings where the usual ones stand twice', () => {
    const row = 'Eine Zeile mit genau gleichem Inhalt wie die andere davor und danach. ';
    const text = `Anfang. ${row}${row}`;
    expect(placeNote(makeSelector(text, 10, 20), `Neu. ${text}`)).toMatchObject({
      state: 'moved',
      start: 15,
      score: 1,
    });
  });

  it('of a note from elsewhere gets the position its quote has here', () => {
    const text = '\u{1f600}\u{1f600} Der zweite Satz steht hier.';
    const counted = { exact: 'zweite', prefix: 'Der ', suffix: ' Satz', start: 7, end: 13 };
    expect(anchorSelector(counted, text)).toEqual({ ...counted, start: 9, end: 15 });
    expect(anchorSelector({ ...counted, exact: 'dritte Absatz' }, text)).toMatchObject({ start: 7 });
  });
});
