import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetFile, assetOfPath, windowFile } from './window-files.ts';

let folder: string;

beforeAll(async () => {
  const outer = await mkdtemp(join(tmpdir(), 'nachlese-window-'));
  folder = join(outer, 'window');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await mkdir(join(outer, 'window-beside'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets/a b.js'), '1');
  await writeFile(join(folder, 'notes.txt'), 'not for the window');
  await writeFile(join(outer, 'window-beside/secret.js'), 'secret');
  await writeFile(join(outer, 'secret.js'), 'secret');
});
afterAll(() => rm(join(folder, '..'), { recursive: true, maxRetries: 5 }));

describe('the files of the window', () => {
  it('are answered with their type and the strict policy', async () => {
    const page = await windowFile(folder, '/index.html');
    expect(page.status).toBe(200);
    expect(page.headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect(page.headers['Content-Security-Policy']).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers['Content-Security-Policy']).not.toMatch(/unsafe|https?:/);
  });

  it('are found under encoded names, and under the bare address', async () => {
    expect((await windowFile(folder, '/assets/a%20b.js')).status).toBe(200);
    expect((await windowFile(folder, '/')).status).toBe(200);
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/../../secret.js',
    '/%2e%2e%2fwindow-beside/secret.js',
    '/..\\secret.js',
    '/index.html%00.js',
    '/%',
    '/%c0%ae%c0%ae/secret.js',
    '//secret.js',
    '/notes.txt',
    '/assets',
    '/nothing.js',
  ])('never leave their folder or their types: %s', async (path) => {
    const answer = await windowFile(folder, path);
    expect(answer.status).toBe(404);
    expect(new TextDecoder().decode(answer.body)).toBe('not found');
  });
});

describe('an asset', () => {
  it('is named by article and file', () => {
    expect(assetOfPath('/asset/2025-10-16-trump-0123456789/ab%20c.png')).toEqual({
      articleId: '2025-10-16-trump-0123456789',
      name: 'ab c.png',
    });
    expect(assetOfPath('/asset/one')).toBeNull();
    expect(assetOfPath('/asset/one/two/three')).toBeNull();
    expect(assetOfPath('/asset/%/x.png')).toBeNull();
  });

  it('may run nothing when opened by itself', async () => {
    const find = () => Promise.resolve({ path: join(folder, 'index.html'), mediaType: 'image/svg+xml' });
    const { status, headers } = await assetFile(find, 'article', 'drawing.svg');
    expect(status).toBe(200);
    expect(headers['Content-Security-Policy']).toMatch(/default-src 'none';.*sandbox$/);
    expect(headers['X-Content-Type-Options']).toBe('nosniff');
  });

  it('that the archive does not know is not there', async () => {
    const find = () => Promise.reject(new Error('not-found'));
    expect((await assetFile(find, 'article', '../../archive.json')).status).toBe(404);
  });
});
