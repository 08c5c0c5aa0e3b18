import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, findFolders, openSettings } from '../settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nachlese-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const noon = () => new Date('2026-11-22T12:00:00Z');

describe('the settings file', () => {
  it('is not made by reading', async () => {
    expect(await openSettings(join(folder, 'none')).read()).toEqual(DEFAULT_SETTINGS);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps what was changed, and what other processes and newer versions wrote', async () => {
    const one = openSettings(folder);
    const two = openSettings(folder);
    await one.change({ theme: 'dark' });
    await two.change({ creator: 'Ada' });
    await writeFile(one.file, JSON.stringify({ ...JSON.parse(await readFile(one.file, 'utf8')), future: { a: 1 } }));
    await one.change({ language: 'de' });
    expect(await two.read()).toMatchObject({ theme: 'dark', creator: 'Ada', language: 'de' });
    expect(JSON.parse(await readFile(one.file, 'utf8'))).toMatchObject({ future: { a: 1 } });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it.skipIf(process.platform === 'win32')('lets nobody else read it', async () => {
    const settings = openSettings(join(folder, 'config'));
    await settings.change({ creator: 'Ada' });
    expect((await stat(settings.file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'config'))).mode & 0o777).toBe(0o700);
  });

  it('applies changes made at the same time one after the other', async () => {
    const settings = openSettings(folder);
    await Promise.all([
      settings.change({ theme: 'sepia' }),
      settings.change({ creator: 'A' }),
      settings.change({ archive: '/x' }),
    ]);
    expect(await settings.read()).toMatchObject({ theme: 'sepia', creator: 'A', archive: '/x' });
  });

  it.each([
    ['half a file', '{"theme": "da'],
    ['no object', '[1]'],
    ['nothing', ''],
  ])('keeps %s aside before the first change', async (_, text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const told = vi.fn();
    const settings = openSettings(folder, noon, told);
    expect(await settings.read()).toEqual(DEFAULT_SETTINGS);
    expect(told).not.toHaveBeenCalled();
    expect(settings.trouble()).toMatchObject({ reason: 'JSON', aside: null });
    expect(await readFile(settings.file, 'utf8')).toBe(text);
    await settings.change({ theme: 'dark' });
    const aside = `${settings.file}.unreadable-20261122T120000Z`;
    expect(settings.trouble()).toMatchObject({ aside });
    expect(told).toHaveBeenCalledWith({ file: settings.file, reason: 'JSON', aside });
    expect(await readFile(aside, 'utf8')).toBe(text);
    expect(await settings.read()).toMatchObject({ theme: 'dark' });
  });

  it('uses the good fields of a file with a bad one, and keeps it aside too', async () => {
    await writeFile(join(folder, 'settings.json'), '{"theme":"neon","creator":"Ada"}');
    const settings = openSettings(folder, noon);
    expect(await settings.read()).toMatchObject({ theme: 'system', creator: 'Ada' });
    expect(settings.trouble()).toMatchObject({ reason: 'theme' });
    await settings.change({ language: 'en' });
    expect(await readFile(`${settings.file}.unreadable-20261122T120000Z`, 'utf8')).toContain('neon');
  });
});

describe('the folders of a user', () => {
  it('follow the XDG variables, but only absolute ones', () => {
    const environment = { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: 'relative', XDG_CACHE_HOME: '/k' };
    expect(findFolders(environment, 'linux', '/home/ada')).toEqual({
      config: '/c/nachlese',
      data: '/home/ada/.local/share/nachlese',
      cache: '/k/nachlese',
      documents: '/home/ada/Documents',
      defaultArchive: '/home/ada/Documents/Nachlese',
    });
  });

  it.each([
    ['XDG_DOCUMENTS_DIR="$HOME/Dokumente"', '/home/ada/Dokumente'],
    ['# a\nXDG_DOCUMENTS_DIR="/srv/ada/My \\"papers\\""\n', '/srv/ada/My "papers"'],
    ['XDG_DOCUMENTS_DIR="$HOME/"', '/home/ada'],
    ['XDG_DOCUMENTS_DIR="relative"', '/home/ada/Documents'],
    ['#XDG_DOCUMENTS_DIR="$HOME/No"', '/home/ada/Documents'],
  ])('take the documents folder from user-dirs.dirs: %s', async (text, documents) => {
    await mkdir(join(folder, 'config'));
    await writeFile(join(folder, 'config', 'user-dirs.dirs'), text);
    const found = findFolders({ XDG_CONFIG_HOME: join(folder, 'config') }, 'linux', '/home/ada').documents;
    expect(found.replace(/\/$/u, '')).toBe(documents);
  });

  it('can be set for portable use and tests', () => {
    const folders = findFolders({ NACHLESE_CONFIG: '/p/config', NACHLESE_CACHE: '/p/cache' }, 'darwin', '/Users/ada');
    expect(folders).toMatchObject({ config: '/p/config', cache: '/p/cache', documents: '/Users/ada/Documents' });
  });
});
