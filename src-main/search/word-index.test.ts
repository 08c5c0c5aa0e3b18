import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import { CallStop } from './call-stop.ts';
import { makeDocuments } from './made-corpus.ts';
import { phraseLeaf, readText } from './matching/find-matches.ts';
import { parseQuery } from './query/parse-query.ts';
import type { PhraseNode } from './query/query-node.ts';
import { SegmentBuilder } from './segments/freeze-segment.ts';
import { FrozenSegment } from './segments/frozen-segment.ts';
import type { IndexedDocument } from './segments/grouped-mini-search.ts';
import { FIELDS, FIELD_WEIGHTS } from './segments/word-query.ts';
import { foldWord } from './terms/fold-word.ts';
import { loadTermRules } from './terms/word-lists.ts';
import { cutWords } from './terms/word-spans.ts';
import { WordIndex } from './word-index.ts';

const rules = loadTermRules();
const documents = makeDocuments(600, 7);

const open = (all: readonly IndexedDocument[]) =>
  new WordIndex(rules, {
    alive: () => new Uint8Array(all.length).fill(1),
    deaths: () => 0,
    passes: () => Uint8Array.from(all, ({ id }) => (id % 3 === 0 ? 1 : 0)),
    hasPhrase: (ordinal, node, field) => {
      const document = all[ordinal]!;
      const leaf = phraseLeaf({ ...node, joined: null }, rules);
      return leaf.find(readText(document[field], document.language, rules)).length > 0;
    },
  });

const freeze = (part: readonly IndexedDocument[]) => {
  const builder = new SegmentBuilder(rules);
  for (const document of part) builder.add(document);
  const bytes = builder.freeze(
    'archive',
    Uint32Array.from(part, ({ id }) => id),
  );
  return FrozenSegment.decode(bytes.buffer, 'archive')!;
};

const oneBig = open(documents);
for (const document of documents) oneBig.add(document);
const divided = open(documents);
divided.addFrozen(freeze(documents.slice(0, 250)));
divided.addFrozen(freeze(documents.slice(250, 500)));
for (const document of documents.slice(500)) divided.add(document);

const found = (index: WordIndex, query: string) => {
  const { ordinals, scores, count } = index.find(parseQuery(query).root);
  return new Map(Array.from({ length: count }, (_, at) => [ordinals[at]!, scores[at]!] as const));
};

const QUERIES = [
  ...['haus', 'Lieferungen ', 'Wahlkampf ', 'der ', 'Schlueter ', 'war ', 'nirgends ', '2500 '],
  ...['w', 'wa', 'wahl', 'waffens', 'wa*', 'wahlkampf*'],
  ...['Gipfl~', 'Regirung~', 'Lieferumg~', 'haus krieg ', 'der krieg wahl', 'haus krieg lief'],
  ...['haus OR krieg ', 'haus -krieg ', '-haus ', '(haus OR wahl) -(krieg staat) ', 'is:unread haus ', 'is:read '],
  ...['title:wahl ', 'note:krieg ', 'title:wahl -note:haus '],
  ...['"der die"', '"der haus', '"haus der die"~4', '"die der"~2', 'Wahl-Kampf ', 'Haus-Wahlen', 'title:"der die"', ''],
];

describe('the word index', () => {
  it.each(QUERIES)('finds the same with the same scores, frozen and in one MiniSearch: %j', (query) => {
    const expected = found(oneBig, query);
    const actual = found(divided, query);
    expect([...actual.keys()].sort((a, b) => a - b)).toEqual([...expected.keys()].sort((a, b) => a - b));
    for (const [ordinal, score] of expected) expect(actual.get(ordinal)).toBeCloseTo(score, 9);
  });

  it('finds something for most of these queries', () => {
    expect(QUERIES.filter((query) => found(oneBig, query).size === 0)).toEqual(['nirgends ']);
  });

  it('scores a plain word as MiniSearch does', () => {
    const plain = new MiniSearch<IndexedDocument>({ fields: [...FIELDS], tokenize: cutWords, processTerm: foldWord });
    plain.addAll(documents);
    const shape = { distance: null, forms: false, typing: false, joined: null, field: null, start: 0, end: 5 };
    const node: PhraseNode = { ...shape, type: 'phrase', words: ['krieg'] };
    const actual = divided.find(node);
    const expected = new Map(
      plain.search('krieg', { boost: FIELD_WEIGHTS }).map(({ id, score }) => [id as number, score]),
    );
    expect(actual.count).toBe(expected.size);
    for (let at = 0; at < actual.count; at++) {
      expect(actual.scores[at]).toBeCloseTo(expected.get(actual.ordinals[at]!) ?? 0, 9);
    }
  });

  it('ranks the exact word before its form, the form before a compound, all else being equal', () => {
    const texts = ['Lieferung', 'Lieferungen', 'Waffenlieferung', 'Lieferunk'];
    const same = texts.map((text, id) => ({
      id,
      language: 'de',
      title: '',
      text: `${text} heute`,
      more: '',
      notes: '',
    }));
    const index = open(same);
    index.addFrozen(freeze(same));
    const scores = found(index, 'Lieferung~');
    expect([...scores.keys()].sort((a, b) => scores.get(b)! - scores.get(a)!)).toEqual([0, 1, 3]);
    const whole = found(index, 'Lieferung ');
    expect([...whole.keys()].sort((a, b) => whole.get(b)! - whole.get(a)!)).toEqual([0, 1, 2]);
  });

  it('leaves nothing of a phrase that is stopped, at whatever step, to the next one', () => {
    const [one, other] = ['"die hau', '"der hau'].map((query) => parseQuery(query).root);
    const countOf = () => divided.find(other!).count;
    const expected = countOf();
    let steps = 0;
    for (let isDone = false; !isDone; steps++) {
      let left = steps;
      const check = () => {
        if (left-- === 0) throw new Error('stopped');
      };
      try {
        divided.find(one!, Object.assign(new CallStop(null, 0), { check }));
        isDone = true;
      } catch {
        expect(countOf(), `stopped at step ${steps}`).toBe(expected);
      }
    }
    expect(steps).toBeGreaterThan(10);
  });

  it('refuses a segment with a flipped bit, a missing end, or of another archive', () => {
    const builder = new SegmentBuilder(rules);
    builder.add(documents[0]!);
    const bytes = builder.freeze('archive', Uint32Array.of(1));
    expect(FrozenSegment.decode(bytes.buffer, 'other')).toBeNull();
    expect(FrozenSegment.decode(bytes.slice(0, -8).buffer, 'archive')).toBeNull();
    for (let at = 0; at < bytes.length; at += 97) {
      const damaged = bytes.slice();
      damaged[at]! ^= 4;
      expect(FrozenSegment.decode(damaged.buffer, 'archive'), String(at)).toBeNull();
    }
  });

  it('knows its vocabulary over all segments', () => {
    const near = (index: WordIndex, key: string) =>
      [...index.vocabularyNear(key, 2)].map(({ key: found, count, distance }) => [found, count, distance]).sort();
    for (const key of ['gipfl', 'wahl']) {
      expect(near(oneBig, key)).not.toEqual([]);
      expect(near(divided, key)).toEqual(near(oneBig, key));
    }
  });
});
