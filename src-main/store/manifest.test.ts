import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest, sha256, writeManifest } from './manifest.ts';

const digest = sha256(Buffer.from('x'));

describe('a manifest', () => {
  it('is read as it was written, whatever the names', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[/\\\0:]|^\.\.?$/.test(text));
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path), (paths) => {
        const entries = paths.map((one) => ({ path: one, sha256: sha256(Buffer.from(one)) }));
        const read = parseManifest(writeManifest(entries).toString(), 'm');
        expect(new Map(read.map((entry) => [entry.path, entry.sha256]))).toEqual(
          new Map(entries.map((entry) => [entry.path, entry.sha256])),
        );
      }),
    );
  });

  it('is in BagIt syntax: sorted, two spaces, CR, LF and % encoded', () => {
    const paths = ['b%20c', 'a\nb', 'a'];
    expect(writeManifest(paths.map((path) => ({ path, sha256: digest }))).toString()).toBe(
      `${digest}  a\n${digest}  a%0Ab\n${digest}  b%2520c\n`,
    );
  });

  it.each([
    ['a path out of its folder', `${digest}  ../x\n`],
    ['an absolute path', `${digest}  /etc/passwd\n`],
    ['a drive', `${digest}  C:x\n`],
    ['a backslash', `${digest}  a\\b\n`],
    ['the same path twice', `${digest}  a\n${digest}  a\n`],
    ['a short digest', `${digest.slice(1)}  a\n`],
    ['one space', `${digest} a\n`],
    ['a cut line', `${digest}  a`],
    ['an unknown encoding', `${digest}  a%41\n`],
    ['an empty line', `${digest}  a\n\n`],
    ['a carriage return', `${digest}  a\r\n`],
  ])('with %s is refused', (_, text) => {
    expect(() => parseManifest(text, 'm')).toThrow(expect.objectContaining({ code: 'unreadable' }) as Error);
  });
});
