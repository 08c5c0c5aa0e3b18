import { describe, expect, it } from 'vitest';
import { readByline } from './byline.ts';

describe('a byline', () => {
  it.each([
    ['Von Anna Beispiel und Jan Muster', ['Anna Beispiel', 'Jan Muster']],
    ['By J. R. Sample', ['J. R. Sample']],
    ['Von Dr. Ada Probe, Berlin', ['Dr. Ada Probe']],
    ['Von Ada Probe.', ['Ada Probe']],
    ['Von Eva von und zu Talheim und Jan Muster', ['Eva von und zu Talheim', 'Jan Muster']],
  ])('is read from %j', (line, names) => {
    expect(readByline(line)).toEqual(names);
  });

  it.each(['Von der Leyen. Ein Porträt.', 'Von der Küste bis zu den Alpen hat es geschneit.', 'By and large'])(
    'is not seen in the sentence %j',
    (line) => {
      expect(readByline(line)).toEqual([]);
    },
  );
});
