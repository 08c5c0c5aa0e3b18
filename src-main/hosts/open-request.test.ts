import { describe, expect, it } from 'vitest';
import { openRequest, ownArguments } from './open-request.ts';

const asked = (...args: string[]) => openRequest(args, '/home/ada');

describe('the arguments of a start', () => {
  it('ask for nothing where there are none but switches', () => {
    expect(asked()).toBeNull();
    expect(asked('--no-sandbox', '-v', '')).toBeNull();
  });

  it('name files from the folder the start was in', () => {
    expect(asked('--flag', 'bericht.html', '/tmp/x.txt')).toEqual({
      type: 'open-request',
      paths: ['/home/ada/bericht.html', '/tmp/x.txt'],
      articleId: null,
      noteId: null,
    });
  });

  it('name an article and a note by link', () => {
    expect(
      asked('nachlese://article/2025-10-16-trump-0123456789?note=0b8f0a2e-0000-4000-8000-000000000000'),
    ).toMatchObject({
      paths: [],
      articleId: '2025-10-16-trump-0123456789',
      noteId: '0b8f0a2e-0000-4000-8000-000000000000',
    });
  });

  it('name a note behind # too, as links to a place do', () => {
    expect(asked('nachlese://article/2025-10-16-trump-0123456789#note=0b8f0a2e-0000-4000-8000-000000000000')).toEqual({
      type: 'open-request',
      paths: [],
      articleId: '2025-10-16-trump-0123456789',
      noteId: '0b8f0a2e-0000-4000-8000-000000000000',
    });
  });

  it.skipIf(process.platform === 'win32')('name files by address, as a desktop passes them', () => {
    expect(asked('file:///tmp/ein%20Artikel.html')).toMatchObject({ paths: ['/tmp/ein Artikel.html'] });
  });

  it.each(['https://example.org/a.html', 'file://server/share/a.html', 'javascript:alert(1)'])(
    'leave out %s',
    (address) => {
      expect(asked(address)).toBeNull();
    },
  );

  it.each(['nachlese://article/../../etc', 'nachlese://run?x=1', 'nachlese://'])('refuse the link %s', (link) => {
    expect(asked(link)).toBeNull();
  });
});

describe('the arguments of the user', () => {
  it('follow the program in a package, and the app in a checkout', () => {
    expect(ownArguments(['/usr/bin/nachlese', 'bericht.html'], true)).toEqual(['bericht.html']);
    expect(ownArguments(['electron', '/checkout', 'bericht.html'], false)).toEqual(['bericht.html']);
  });

  it('never name the app itself, whatever switches stand before it', () => {
    expect(ownArguments(['electron', '--no-sandbox', '--inspect=0', '/checkout', 'x.txt'], false)).toEqual(['x.txt']);
    expect(ownArguments(['electron', '--no-sandbox'], false)).toEqual([]);
  });
});
