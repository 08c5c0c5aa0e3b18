import { describe, expect, it } from 'vitest';
import { makeDocuments } from './made-corpus.ts';
import { phraseLeaf, readText } from './matching/find-matches.ts';
import { parseQuery } from './query/parse-query.ts';
import { SegmentBuilder } from './segments/freeze-segment.ts';
import { FrozenSegment } from './segments/frozen-segment.ts';
import { loadTermRules } from './terms/word-lists.ts';
import { WordIndex, type WordGround } from './word-index.ts';

const rules = loadTermRules();
const documents = makeDocuments(3_000, 23);
const dead = new Set<number>();
const ground: WordGround = {
  alive: () => Uint8Array.from(documents, ({ id }) => (dead.has(id) ? 0 : 1)),
  deaths: () => dead.size,
  passes: () => Uint8Array.from(documents, ({ id }) => id % 2),
  hasPhrase: (ordinal, node, field) => {
    const { language, [field]: text } = documents[ordinal]!;
    return phraseLeaf({ ...node, joined: null }, rules).find(readText(text, language, rules)).length > 0;
  },
};

/** One MiniSearch with all of them. */
const oracle = new WordIndex(rules, ground);
for (const document of documents) oracle.add(document);

/** Two large segments, three small ones, and a live one. */
const divided = new WordIndex(rules, ground);
for (const [first, end] of [
  [0, 1_200],
  [1_200, 2_200],
  [2_200, 2_400],
  [2_400, 2_500],
  [2_500, 2_700],
]) {
  const builder = new SegmentBuilder(rules);
  const part = documents.slice(first, end);
  for (const document of part) builder.add(document);
  divided.addFrozen(FrozenSegment.decode(builder.freeze('a', new Uint32Array(part.length)).buffer, 'a')!);
}
for (const document of documents.slice(2_700)) divided.add(document);

const top = (index: WordIndex, query: string) => {
  const found = index.find(parseQuery(query).root);
  return found
    .top(found.count, (a, b) => a < b)
    .filter(({ ordinal }) => !dead.has(ordinal))
    .slice(0, 10);
};

const CLASSES: Record<string, string[]> = {
  'frequent words': ['haus ', 'Staat ', 'krieg ', 'der ', 'neue ', 'plant ', 'Schlueter '],
  'forms and parts': ['Lieferungen ', 'Häuser ', 'Wahlkampf ', 'Gesetzes ', 'Kirchen ', 'Kampfes '],
  beginnings: ['h', 's', 'w', 'ha', 'wa', 'st', 'wah', 'kri', 'lief', 'waffens', 'regier*'],
  'several words': ['der krieg ', 'haus wahl staat ', 'Regierung Lieferung ', 'neue schul', 'gipfel tref'],
  typos: ['Gipfl~ ', 'Regirung~ ', 'Lieferumg~ ', 'Kirce~ ', 'Presidenten~ '],
  phrases: ['"der die" ', '"die neue" ', '"der die neue" ', 'title:"der die" ', '"haus der die"~4 ', 'Wahl-Kampf '],
  'and, or, not': ['haus OR wahl ', 'haus -krieg ', '(haus OR gipfel) -(staat bund) ', 'is:unread krieg '],
};

describe('segments beside one big index', () => {
  it.each(Object.entries(CLASSES))('rank the same articles first, with the same scores: %s', (_, queries) => {
    let same = 0;
    let all = 0;
    for (const query of queries) {
      const expected = top(oracle, query);
      const actual = top(divided, query);
      expect(expected.length, query).toBeGreaterThan(0);
      for (const [at, { score }] of expected.entries()) expect(actual[at]?.score).toBeCloseTo(score, 9);
      // Of equal scores at the end any may be shown.
      const sure = expected.filter(({ score }) => score > expected.at(-1)!.score + 1e-9);
      const shown = new Set(actual.map(({ ordinal }) => ordinal));
      all += sure.length;
      same += sure.filter(({ ordinal }) => shown.has(ordinal)).length;
    }
    expect(same).toBeGreaterThanOrEqual(all * 0.995);
  });

  it('never show what was deleted, and rank the rest as before', () => {
    for (const { id } of documents) if (id % 11 === 5) dead.add(id);
    for (const { id } of documents.slice(2_700)) if (dead.has(id)) divided.remove(id);
    for (const query of ['haus ', 'wa', 'der krieg ', 'Gipfl~ ', '"der die" ']) {
      const { ordinals, count } = divided.find(parseQuery(query).root);
      expect(Array.from(ordinals.subarray(0, count)).filter((ordinal) => dead.has(ordinal))).toEqual([]);
      const shown = new Set(top(divided, query).map(({ ordinal }) => ordinal));
      expect(top(oracle, query).filter(({ ordinal }) => shown.has(ordinal)).length).toBeGreaterThanOrEqual(9);
    }
  });
});
