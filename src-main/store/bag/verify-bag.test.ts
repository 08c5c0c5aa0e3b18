import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isHostilePath } from './bag-syntax.ts';
import { isBagFolder, verifyBag } from './verify-bag.ts';

/** The conformance suite of the Library of Congress, where it lies beside the checkout. */
const SUITE = resolve(import.meta.dirname, '../../../../shared/cases/bagit-0.97');
const bagsIn = (kind: string) =>
  existsSync(join(SUITE, kind))
    ? readdirSync(join(SUITE, kind), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

describe.skipIf(!existsSync(SUITE))('the BagIt conformance suite (skipped where it is not beside the checkout)', () => {
  it.each(bagsIn('valid'))('%s is valid', async (name) => {
    const report = await verifyBag(join(SUITE, 'valid', name));
    expect(report).toMatchObject({ valid: true, problems: [], changed: [], missing: [], extra: [], unreadable: [] });
    expect(report.checked).toBeGreaterThan(0);
  });

  it.each(['invalid', 'linux-only', 'windows-only'].flatMap((kind) => bagsIn(kind).map((name) => join(kind, name))))(
    '%s is refused',
    async (name) => {
      expect((await verifyBag(join(SUITE, name))).valid).toBe(false);
    },
  );

  it.each(['linux-only', 'windows-only'].flatMap((kind) => bagsIn(kind).map((name) => join(kind, name))))(
    '%s is refused for its path',
    async (name) => {
      const { problems } = await verifyBag(join(SUITE, name));
      expect(problems.map(({ problem }) => problem)).toContain('hostile-path');
    },
  );

  it.each(bagsIn('warning'))('%s is reported with a warning', async (name) => {
    const report = await verifyBag(join(SUITE, 'warning', name));
    expect(report.warnings.length).toBeGreaterThan(0);
    expect(report.valid).toBe(true);
  });

  it('says what fetch.txt names, and fetches nothing', async () => {
    expect((await verifyBag(join(SUITE, 'valid', 'holey-bag'))).fetch).toContain('data/dir1/test3.txt');
  });
});

describe('checking a bag', () => {
  let bag = '';
  const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
  const write = (name: string, text: string) => writeFile(join(bag, name), text);
  beforeEach(async () => {
    bag = await mkdtemp(join(tmpdir(), 'nachlese-bag-'));
    await mkdir(join(bag, 'data'));
    await write('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    await write('data/a%\n.txt', 'eins');
    await write('manifest-sha512.txt', `${digest('sha512', 'eins')}  data/a%25%0A.txt\n`);
    await write('manifest-md5.txt', `${digest('md5', 'eins').toUpperCase()}  data/a%25%0a.txt\n`);
  });
  afterEach(() => rm(bag, { recursive: true, force: true, maxRetries: 5 }));

  it('reads percent-encoded names and digests of either case', async () => {
    expect(await verifyBag(bag)).toMatchObject({ valid: true, version: '1.0', checked: 1 });
  });

  it('wants every file in every manifest, as 1.0 says', async () => {
    await write('manifest-md5.txt', '');
    expect(await verifyBag(bag)).toMatchObject({ valid: false, extra: ['data/a%\n.txt'] });
  });

  it('finds what changed, is missing, is too much, or is a link', async () => {
    await write('data/a%\n.txt', 'zwei');
    await write('data/b.txt', 'b');
    await symlink('/etc/passwd', join(bag, 'data/c'));
    await write(
      'manifest-sha512.txt',
      `${digest('sha512', 'eins')}  data/a%25%0A.txt\n${digest('sha512', '')}  data/d\n`,
    );
    expect(await verifyBag(bag)).toMatchObject({
      valid: false,
      changed: ['data/a%\n.txt'],
      missing: ['data/d'],
      extra: ['data/a%\n.txt', 'data/b.txt'].slice(1),
      unreadable: ['data/c'],
    });
  });

  it('compares the number of bytes and files with Payload-Oxum', async () => {
    await write('bag-info.txt', 'Payload-Oxum: 4.1\n');
    expect((await verifyBag(bag)).valid).toBe(true);
    await write('bag-info.txt', 'Payload-Oxum: 5.1\n');
    expect((await verifyBag(bag)).problems).toEqual([{ problem: 'oxum', path: 'bag-info.txt' }]);
  });

  it('knows no algorithm by guessing, and needs one manifest at least', async () => {
    await write('manifest-crc32.txt', 'abcd  data/a\n');
    expect((await verifyBag(bag)).problems).toEqual([{ problem: 'algorithm', path: 'manifest-crc32.txt' }]);
    for (const name of ['manifest-crc32.txt', 'manifest-md5.txt', 'manifest-sha512.txt']) await rm(join(bag, name));
    expect((await verifyBag(bag)).problems).toEqual([{ problem: 'no-manifest', path: '.' }]);
  });

  it('tells a folder that is no bag from one that cannot be asked', async () => {
    expect(await isBagFolder(bag)).toBe(true);
    expect(await isBagFolder(join(bag, 'data'))).toBe(false);
    expect(await isBagFolder(join(bag, 'nowhere'))).toBe(false);
    expect(await isBagFolder(join(bag, 'manifest-md5.txt'))).toBe(false);
    await rm(join(bag, 'bagit.txt'));
    await symlink('bagit.txt', join(bag, 'bagit.txt'));
    await expect(isBagFolder(bag)).rejects.toMatchObject({ code: 'io', values: { reason: 'ELOOP' } });
  });

  it.each(['bagit.txt', 'manifest-md5.txt', 'fetch.txt', 'bag-info.txt'])(
    'takes %s that cannot be read for unreadable, not for empty or missing',
    async (name) => {
      await rm(join(bag, name), { force: true });
      await mkdir(join(bag, name));
      const { valid, unreadable, missing } = await verifyBag(bag);
      expect({ valid, unreadable, missing }).toEqual({ valid: false, unreadable: [name], missing: [] });
    },
  );

  it('finds files whose names another system has changed', async () => {
    await write('data/Gr\u00fc\u00dfe.txt', 'zwei');
    await write('data/kurz.txt', 'drei');
    const lines = [
      `${digest('sha512', 'eins')}  data/a%25%0A.txt`,
      `${digest('sha512', 'zwei')}  data/Gru\u0308\u00dfe.txt`,
      `${digest('sha512', 'drei')}  data/KURZ.txt`,
    ];
    await write('manifest-sha512.txt', `${lines.join('\n')}\n`);
    await rm(join(bag, 'manifest-md5.txt'));
    const { changed, missing, warnings } = await verifyBag(bag);
    expect({ changed, missing }).toEqual({ changed: [], missing: [] });
    expect(warnings).toEqual([
      { warning: 'normalisation', path: 'data/Gru\u0308\u00dfe.txt' },
      { warning: 'case', path: 'data/KURZ.txt' },
    ]);
  });

  it('compares each listed name with the payload once, however many are listed that are not there', async () => {
    const lines = (kind: string) =>
      Array.from({ length: 4_000 }, (_, number) => `${'0'.repeat(128)}  data/${kind}${number}`);
    await rm(join(bag, 'manifest-md5.txt'));
    await write('manifest-sha512.txt', `${lines('nowhere').join('\n')}\n`);
    await Promise.all(Array.from({ length: 200 }, (_, number) => write(`data/there${number}`, 'x')));
    const { normalize } = String.prototype;
    let calls = 0;
    String.prototype.normalize = function (form) {
      calls += 1;
      return normalize.call(this, form);
    };
    try {
      expect((await verifyBag(bag)).missing).toHaveLength(4_000);
    } finally {
      String.prototype.normalize = normalize;
    }
    expect(calls).toBeLessThan(20_000);
  });

  it('stops when asked to', async () => {
    await expect(verifyBag(bag, undefined, () => true)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is not misled by copies of itself', async () => {
    await cp(bag, join(bag, 'copy'), { recursive: true, filter: (path) => !path.includes('copy') }).catch(
      () => undefined,
    );
    expect((await verifyBag(bag)).valid).toBe(true);
  });

  it.each([
    '../x',
    'data/../../x',
    '/etc/passwd',
    '~/x',
    '~root/x',
    'C:\\x',
    'c:/x',
    '\\\\host\\x',
    'data\\..\\..\\x',
    '%HomeDrive%\\x',
    '$HOME/x',
    'data/./x',
    'data/...',
  ])('takes %s for a way out', (path) => {
    expect(isHostilePath(path)).toBe(true);
  });
  it.each(['data/x', 'data/~x', 'data/%7Ex', 'data/a..b', 'data/.x', 'bag-info.txt'])(
    'takes %s for a plain name',
    (path) => {
      expect(isHostilePath(path)).toBe(false);
    },
  );
});
