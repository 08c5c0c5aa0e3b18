import { describe, expect, it } from 'vitest';
import { makeDocuments } from '../made-corpus.ts';
import { loadTermRules } from '../terms/word-lists.ts';
import { lookUpCommonWords } from './common-words.ts';
import { SegmentBuilder } from './freeze-segment.ts';
import { FrozenSegment } from './frozen-segment.ts';
import type { IndexedDocument } from './grouped-mini-search.ts';
import type { PackedWords } from './packed-words.ts';
import { lookUpWord, resolveWord } from './resolve-word.ts';
import type { WordQuery } from './word-query.ts';

const rules = loadTermRules();
const segments = [0, 400].map((first) => {
  const builder = new SegmentBuilder(rules);
  for (const document of makeDocuments(400, first + 1, first))
    builder.add(document.id === 7 ? { ...document, text: 'Zyxwvut steht hier.' } : withOddWords(document));
  return FrozenSegment.decode(builder.freeze('archive', new Uint32Array(400)).buffer, 'archive')!;
});
/** Some have words that are others when they are folded twice. */
function withOddWords(document: IndexedDocument): IndexedDocument {
  if (document.id % 20 !== 9) return document;
  return { ...document, text: `${document.text} située Fondueessen${document.id % 40 === 9 ? ' situ' : ''}` };
}
const ask = (word: string): WordQuery => ({ ...rules.ofQueryWord(word), mode: 'whole', field: null });

function lookUp(): PackedWords {
  const work = lookUpCommonWords(segments, rules);
  for (;;) {
    const step = work.next();
    if (step.done !== true) continue;
    for (const [place, { known }] of segments.entries()) known.packed = { words: step.value, place };
    return step.value;
  }
}

describe('common words', () => {
  it('are those many articles have, and are found at hand', () => {
    expect(resolveWord(segments[0]!, ask('krieg'))).toEqual(lookUpWord(segments[0]!, ask('krieg')));
    const words = lookUp();
    for (const word of ['krieg', 'haus', 'der']) expect(words.has(ask(word).name), word).toBe(true);
    for (const word of ['zyxwvut', 'nirgends']) expect(words.has(ask(word).name), word).toBe(false);
    for (const [place, segment] of segments.entries()) {
      const { ranges, lists } = lookUpWord(segment, ask('wahl'));
      expect(ranges.length).toBeGreaterThan(0);
      expect(words.get(ask('wahl').name, place)).toMatchObject({ ranges, lists });
      // What was looked up in advance has no keys any more.
      expect(resolveWord(segment, ask('wahl'))).not.toHaveProperty('keys');
      expect(resolveWord(segment, ask('zyxwvut'))).toHaveProperty('keys');
    }
  });

  it('stand where they stand when they are looked up, whatever is folded twice', () => {
    const asked = ['située', 'situe', 'situ', 'Fondueessen', 'fonduessen', 'fondussen', 'krieg', 'Häuser', 'müssen'];
    const expected = asked.map((word) => segments.map((segment) => lookUpWord(segment, ask(word))));
    const words = lookUp();
    for (const [at, word] of asked.entries()) {
      const { name } = ask(word);
      const sums = expected[at]!.map(({ counts }) => counts).reduce((all, own) => all.map((sum, n) => sum + own[n]!));
      if (words.has(name)) expect(words.counts(name)!.flat(), word).toEqual(sums);
      for (const [which, segment] of segments.entries()) {
        const { ranges, rangeEnds, lists, listEnds } = expected[at]![which]!;
        const found = resolveWord(segment, ask(word));
        expect(found, word).toMatchObject(
          ranges.length === 0 ? { ranges, lists } : { ranges, rangeEnds, lists, listEnds },
        );
      }
    }
    expect(words.has(ask('situ').name)).toBe(true);
    expect(words.has(ask('fondussen').name)).toBe(false);
  });
});
