import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JointKeys, joinKeys, type JointData } from './joint-keys.ts';
import { KeyList } from './key-list.ts';
import { findNearKeys } from './near-keys.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ß', '7', 'Z', '\u{1F600}'), minLength: 1, maxLength: 9 });
const lists = fc.array(fc.uniqueArray(word, { maxLength: 120 }), { minLength: 1, maxLength: 7 });
const encode = (given: readonly string[]) =>
  new KeyList(KeyList.encode([...given].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))));

it('finds in several lists at once what is found in each of them', () => {
  fc.assert(
    fc.property(lists, fc.array(word, { maxLength: 20 }), fc.nat(2), (given, others, limit) => {
      const alone = given.map(encode);
      const joined = given.map(encode);
      join(joined);
      for (const key of [...others, ...given.flatMap((own) => own.slice(0, 20))]) {
        expect(joined.map((list) => list.indexOf(key))).toEqual(alone.map((list) => list.indexOf(key)));
        expect(joined.map((list) => findNearKeys(list, key, limit))).toEqual(
          alone.map((list) => findNearKeys(list, key, limit)),
        );
      }
    }),
    { numRuns: 150 },
  );
});

it('keeps every string once, in order, with all its places', () => {
  fc.assert(
    fc.property(lists, (given) => {
      const data = join(given.map(encode))!;
      const list = new KeyList(data);
      const all = [...new Set(given.flat())].sort((a, b) => (a < b ? -1 : 1));
      expect(Array.from({ length: list.length }, (_, at) => list.at(at))).toEqual(all);
      expect(data.places.length).toBe(given.flat().length);
    }),
    { numRuns: 150 },
  );
});

/** Of more lists than have numbers none is joined. */
it('joins none of too many lists', () => {
  const empty = encode([]);
  expect(joinKeys(Array.from({ length: 4_097 }, () => empty)).next()).toEqual({ done: true, value: null });
});

function join(all: readonly KeyList[]): JointData | null {
  const work = joinKeys(all);
  let step = work.next();
  while (step.done !== true) step = work.next();
  if (step.value) {
    const joint = new JointKeys(step.value, all.length);
    for (const [place, list] of all.entries()) list.join(joint, place);
  }
  return step.value;
}
