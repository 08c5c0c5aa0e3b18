import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeSelector } from './make-selector.ts';
import { placeNote } from './place-note.ts';

const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/german-news.tsv');

/** The same numbers each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

describe.skipIf(!existsSync(CORPUS))('notes on real news articles (skipped where ../shared is absent)', () => {
  const articles = existsSync(CORPUS)
    ? readFileSync(CORPUS, 'utf8')
        .split('\n')
        .map((line) => line.split('\t')[2] ?? '')
        .filter((text) => text.length > 600)
        .map((text) => text.match(/[^.!?]+[.!?]+\s*/gu) ?? [])
        .filter((sentences) => sentences.length > 6)
    : [];

  it('follow a corrected article, and are never in a wrong place', () => {
    const random = randomNumbers(20251016);
    const pick = (below: number): number => Math.floor(random() * below);
    let placed = 0;
    let total = 0;
    const wrong: string[] = [];
    for (const [index, sentences] of articles.entries()) {
      const text = sentences.join('');
      for (let each = 0; each < 8; each += 1) {
        const marked = 1 + pick(sentences.length - 2);
        const before = sentences.slice(0, marked).join('').length;
        const sentence = (sentences[marked] ?? '').trimEnd();
        const from = pick(Math.max(1, sentence.length - 12));
        const length = 12 + pick(Math.max(1, sentence.length - from - 12));
        const selector = makeSelector(text, before + from, Math.min(text.length, before + from + length));
        // A sentence of another article comes in, one goes, one is rewritten in part, quotation marks are set anew.
        const other = articles[(index + 1 + pick(50)) % articles.length] ?? [];
        const newer = sentences.map((one, at) => {
          if (at === marked) return one;
          if (at === marked - 1 && random() < 0.5) return '';
          return random() < 0.15 ? `${one}${other[pick(other.length)] ?? ''}` : one;
        });
        const start = newer.slice(0, marked).join('').length + (selector.start - before);
        const edited = newer.join('').replaceAll('"', '„');
        const placement = placeNote(selector, edited);
        total += 1;
        if (placement.state === 'unplaced' || placement.state === 'whole') continue;
        placed += 1;
        if (Math.abs(placement.start - start) > 2) wrong.push(`${selector.exact} → ${String(placement.start - start)}`);
      }
    }
    expect(total).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
    expect(placed / total).toBeGreaterThanOrEqual(0.95);
  });

  it('are unplaced when their sentence is gone', () => {
    const random = randomNumbers(7);
    const found: string[] = [];
    for (const sentences of articles) {
      const marked = 1 + Math.floor(random() * (sentences.length - 2));
      const text = sentences.join('');
      const start = sentences.slice(0, marked).join('').length;
      const words = sentences[marked] ?? '';
      if (words.trim().length < 8 || text.indexOf(words.trim()) !== text.lastIndexOf(words.trim())) continue;
      const selector = makeSelector(text, start, start + words.length);
      const placement = placeNote(selector, sentences.filter((_, at) => at !== marked).join(''));
      if (placement.state !== 'unplaced') found.push(`${selector.exact} → ${JSON.stringify(placement)}`);
    }
    expect(found).toEqual([]);
  });
});
