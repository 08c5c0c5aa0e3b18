import { describe, expect, it } from 'vitest';
import { makeDocuments } from './made-corpus.ts';
import { parseQuery } from './query/parse-query.ts';
import { rehearse } from './rehearsal.ts';
import { SegmentBuilder } from './segments/freeze-segment.ts';
import { FrozenSegment } from './segments/frozen-segment.ts';
import { loadTermRules } from './terms/word-lists.ts';

function freeze(count: number): FrozenSegment {
  const builder = new SegmentBuilder(loadTermRules());
  for (const document of makeDocuments(count, 4)) builder.add(document);
  return FrozenSegment.decode(builder.freeze('a', new Uint32Array(count)).buffer, 'a')!;
}

describe('a rehearsal', () => {
  it('asks for words of the archive in every way they can be typed', async () => {
    const queries: string[] = [];
    await rehearse([freeze(400)], async (query) => queries.push(query), () => true); // prettier-ignore
    const kinds = new Set(queries.map((query) => JSON.stringify(kindOf(query))));
    for (const kind of ['"whole"', '"typing"', '"fuzzy"', '"phrase"', '["whole","whole"]', '["whole","typing"]'])
      expect([...kinds], kind).toContain(kind);
  });

  it('ends when it is no longer wanted, and is not ended by what is refused', async () => {
    let asked = 0;
    const refuse = async () => Promise.reject(new Error(`refused ${++asked}`));
    await rehearse([freeze(400)], refuse, () => asked < 5);
    expect(asked).toBe(5);
    await rehearse([], refuse, () => true);
    expect(asked).toBe(5);
  });
});

function kindOf(query: string): string | string[] {
  const { root } = parseQuery(query);
  if (root.type === 'and') return root.nodes.map((node) => (node.type === 'word' ? node.mode : node.type)).slice(0, 2);
  return root.type === 'word' ? root.mode : root.type;
}
