import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRandom } from '../made-corpus.ts';
import type { Dead } from './dead-documents.ts';
import { DocumentScores } from './document-scores.ts';
import { FoundArticles } from './found-articles.ts';

type Ranked = { ordinal: number; score: number };
const SIZE = 2_000;
/** Not the order of the numbers. */
const isBefore = (a: number, b: number) => a % 7 < b % 7 || (a % 7 === b % 7 && a > b);
const best = (all: readonly Ranked[]) =>
  [...all].sort((a, b) => b.score - a.score || (isBefore(a.ordinal, b.ordinal) ? -1 : 1));
const listed = (found: FoundArticles) =>
  Array.from({ length: found.count }, (_, at) => ({ ordinal: found.ordinals[at]!, score: found.scores[at]! }));
const byOrdinal = (all: readonly Ranked[]) => [...all].sort((a, b) => a.ordinal - b.ordinal);

/** Adds made up documents of a segment; returns those that are alive. */
function addSome(found: FoundArticles, place: number, { count, way, deadIn, scores: kinds, seed }: Part): Ranked[] {
  const random = makeRandom(seed);
  const numbers = Uint32Array.from({ length: SIZE }, (_, document) => place * SIZE + document);
  const table = new DocumentScores(SIZE);
  while (table.count < count) table.add(Math.floor(random() * SIZE), Math.floor(random() * kinds) / 8);
  const documents = table.documents.slice();
  const isDead = Uint8Array.from({ length: SIZE }, () => (random() < deadIn ? 1 : 0));
  const gone = Uint16Array.from(isDead.keys()).filter((document) => isDead[document] === 1);
  const dead: Dead | null = deadIn > 0 ? { documents: gone, isDead } : null;
  const all = Array.from(documents.subarray(0, count), (document) => ({
    ...{
      ordinal: numbers[document]!,
      score: table.scoreOf(document),
      isAlive: !dead || isDead[document] === 0,
    },
  }));
  if (way === 'table') {
    if (!found.addTable(numbers, table, dead)) table.clear();
  } else if (way === 'list') {
    found.addList(numbers, { documents, scores: table.scores.slice(), count }, dead);
  } else for (const { ordinal, score, isAlive } of all) if (isAlive) found.add(ordinal, score);
  return all.filter(({ isAlive }) => isAlive).map(({ ordinal, score }) => ({ ordinal, score }));
}

type Part = { count: number; way: 'table' | 'list' | 'one by one'; deadIn: number; scores: number; seed: number };
const anyPart = fc.record<Part>({
  count: fc.oneof(fc.nat(30), fc.integer({ min: 400, max: 1_500 })),
  way: fc.constantFrom('table', 'list', 'one by one'),
  deadIn: fc.constantFrom(0, 0.001, 0.3, 1),
  scores: fc.constantFrom(1, 5, 1_000_000),
  seed: fc.nat(1_000),
});

describe('found articles', () => {
  it('give as their top what sorting all of them gives, equal scores and dead ones included', () => {
    const anyWanted = fc.constantFrom(0, 1, 20, 255, 256, 700, Infinity);
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 5 }), anyWanted, fc.boolean(), (parts, wanted, isListed) => {
        const found = new FoundArticles();
        const all = parts.flatMap((part, place) => addSome(found, place, part));
        expect(found.count).toBe(all.length);
        if (isListed) found.list();
        expect(found.top(wanted, isBefore)).toEqual(best(all).slice(0, wanted));
        expect(byOrdinal(listed(found))).toEqual(byOrdinal(all));
        expect(found.top(wanted, isBefore)).toEqual(best(all).slice(0, wanted));
      }),
      { numRuns: 60 },
    );
  });

  it('need only so many tables, however many segments there are', () => {
    const found = new FoundArticles();
    const numbers = Uint32Array.from({ length: SIZE }, (_, document) => document);
    const needed = Array.from({ length: 100 }, () => {
      const table = new DocumentScores(SIZE);
      for (let document = 0; document < 1_000; document++) table.add(document, document);
      return found.addTable(numbers, table, null);
    }).filter((isNeeded) => isNeeded);
    expect(found.count).toBe(100_000);
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.length).toBeLessThanOrEqual(16);
  });

  it('are gone when they are cleared', () => {
    const found = new FoundArticles();
    for (const way of ['table', 'list', 'one by one'] as const)
      addSome(found, 0, { count: 900, way, deadIn: 0, scores: 9, seed: 1 });
    found.clear();
    expect([found.count, found.top(20, isBefore), listed(found)]).toEqual([0, [], []]);
  });
});
