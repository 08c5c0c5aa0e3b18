import fc from 'fast-check';
import type { MadeSegment } from './made-segment.ts';
import type { WordQuery } from './word-query.ts';

/** Of all these segments. */
export const KEYS = Array.from({ length: 20 }, (_, at) => `key${String.fromCharCode(97 + at)}`);
const STEMS = ['da', 'db', 'dc', 'ea', 'eb', 'xa'];
/** Documents a segment has. */
export const DOCUMENTS = 40;

const anyKeys = fc.subarray([...KEYS.keys()], { minLength: 1, maxLength: 9 });
const anyGroups = (most: number) =>
  fc
    .array(fc.tuple(fc.constantFrom(...STEMS), anyKeys), { maxLength: most })
    .map((groups) => Object.fromEntries(groups));
/** Segments of one or several languages, with words in postings. */
export const anySegment: fc.Arbitrary<MadeSegment> = fc.record({
  languages: fc
    .array(fc.constantFrom('d', 'd', 'e', 'x'), { minLength: DOCUMENTS, maxLength: DOCUMENTS })
    .chain((letters) => fc.constantFrom(letters.join(''), 'd'.repeat(DOCUMENTS))),
  keys: fc.constant(KEYS),
  postings: fc.array(
    fc.tuple(
      fc.constantFrom(0, 1, 1, 1, 2, 3),
      fc.nat(KEYS.length - 1),
      fc.nat(DOCUMENTS - 1),
      fc.oneof({ weight: 200, arbitrary: fc.integer({ min: 1, max: 5 }) }, { weight: 1, arbitrary: fc.constant(255) }),
    ),
    { minLength: 20, maxLength: 250 },
  ),
  forms: anyGroups(1),
  parts: anyGroups(8),
});
/** Words some of which they have. */
export const anyQuery: fc.Arbitrary<WordQuery> = fc
  .record({
    key: fc.constantFrom('keya', 'keyg', 'keyk', 'key', 'nothing'),
    stems: fc.array(fc.constantFrom(...STEMS), { minLength: 1, maxLength: 4 }),
    mode: fc.constantFrom<WordQuery['mode']>('whole', 'typing'),
    field: fc.constantFrom<WordQuery['field']>(null, null, 'text', 'title'),
  })
  .map((query) => ({ ...query, name: [query.key, ...query.stems].join() }));
