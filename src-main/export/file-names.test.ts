import fc from 'fast-check';
import { expect, it } from 'vitest';
import { article } from './export-fixture.ts';
import { fileName, FileNames } from './file-names.ts';

const titles = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('日'.repeat(300), '😍'.repeat(200), 'CON', 'com¹.txt', 'CONIN$', 'a.', ' '),
);

it('every file name fits a file system, with an id and an ending behind it', () => {
  fc.assert(
    fc.property(titles, (title) => {
      const names = new FileNames('jsonld');
      for (const name of [1, 2, 3].map(() => names.of({ ...article, title })))
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(fileName(title)).not.toMatch(/^(con|prn|aux|nul|(com|lpt)[\d¹²³]|con(in|out)\$)(\.|$)|[. ]$|^\./iu);
    }),
  );
});

it('keeps as much of a long Japanese title as fits', () => {
  expect(fileName('日'.repeat(300))).toBe('日'.repeat(56));
});
