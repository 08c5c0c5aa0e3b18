import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ArchiveEvent, NachleseApi } from '#contract';
import { openBrowserDoor, type BrowserDoor } from './http-server.ts';
import { Uploads } from './uploads.ts';

type Answer = { status: number; headers: Record<string, string>; body: string };

let folder: string;
let door: BrowserDoor;
let uploads: Uploads;
let cookie: string;
let write: string;
const called = vi.fn();
let tell: (event: ArchiveEvent) => void = () => undefined;

const api = new Proxy({} as NachleseApi, {
  get:
    (_, method) =>
    (...args: unknown[]) => {
      called(method, ...args);
      return Promise.resolve({ method });
    },
});

/** One request, byte for byte, as no well-behaved client would send it. */
const raw = (text: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const socket = connect(door.port, '127.0.0.1');
    let received = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...rest] = received.split('\r\n\r\n');
      const [first = '', ...lines] = head.split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.slice(line.indexOf(':') + 2)]),
      ) as Record<string, string>;
      resolve({ status: Number(first.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') });
    });
    socket.write(text);
  });

type Parts = { method?: string; path?: string; host?: string | null; headers?: Record<string, string>; body?: string };
const host = () => `127.0.0.1:${String(door.port)}`;

const send = ({ method = 'GET', path = '/', host: name = host(), headers = {}, body = '' }: Parts): Promise<Answer> => {
  const lines = [`${method} ${path} HTTP/1.1`];
  if (name !== null) lines.push(`Host: ${name}`);
  for (const [header, value] of Object.entries(headers)) lines.push(`${header}: ${value}`);
  if (body !== '') lines.push(`Content-Length: ${String(Buffer.byteLength(body))}`);
  return raw(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`);
};

/** What the window itself sends with a call. */
const own = (): Record<string, string> => ({
  Cookie: `nachlese-${String(door.port)}=${cookie}`,
  Origin: `http://${host()}`,
  'Sec-Fetch-Site': 'same-origin',
  'Content-Type': 'application/json',
  'X-Nachlese-Write': write,
});
const STATUS = JSON.stringify({ method: 'status', args: [], language: 'de' });
const post = (change: Record<string, string | null> = {}, parts: Parts = {}): Promise<Answer> => {
  const headers = Object.entries({ ...own(), ...change }).filter((pair): pair is [string, string] => pair[1] !== null);
  return send({ method: 'POST', path: '/call', body: STATUS, headers: Object.fromEntries(headers), ...parts });
};
const read = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send({ path, headers: { Cookie: `nachlese-${String(door.port)}=${cookie}`, ...headers } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nachlese-door-'));
  await mkdir(join(folder, 'window/assets'), { recursive: true });
  await writeFile(join(folder, 'window/index.html'), '<!doctype html><title>Nachlese</title>');
  await writeFile(join(folder, 'window/assets/a.js'), '1');
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(folder, 'picture.png'), 'png');
  uploads = new Uploads(join(folder, 'uploads'), 1_000);
  door = await openBrowserDoor({
    api,
    findAsset: (id, name) =>
      id === 'article-1' && name === 'a.png'
        ? Promise.resolve({ path: join(folder, 'picture.png'), mediaType: 'image/png' })
        : Promise.reject(new Error('none')),
    onEvent: (listener) => {
      tell = listener;
      return () => undefined;
    },
    windowFolder: join(folder, 'window'),
    uploads,
    port: 0,
    log: () => undefined,
  });
  const entered = await send({ path: new URL(door.address()).pathname + new URL(door.address()).search });
  cookie = /=([\w-]+);/u.exec(entered.headers['set-cookie'] ?? '')?.[1] ?? '';
  write = /#write=([\w-]+)$/u.exec(entered.headers.location ?? '')?.[1] ?? '';
});
afterAll(async () => {
  await door.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('a browser that was let in', () => {
  it('gets the window with the strict policy, and calls answered', async () => {
    const page = await read('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.body).toContain('Nachlese');
    const answer = await post();
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('{"ok":true,"value":{"method":"status"}}');
  });

  it('gets assets, which may run nothing', async () => {
    const asset = await read('/asset/article-1/a.png');
    expect(asset).toMatchObject({ status: 200, body: 'png' });
    expect(asset.headers['content-security-policy']).toContain('sandbox');
    expect(asset.headers['content-type']).toBe('image/png');
  });

  it('hears what the archive tells', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { Cookie: `nachlese-${String(door.port)}=${cookie}` };
      get({ host: '127.0.0.1', port: door.port, path: '/events', headers }, (response) => {
        expect(response.headers['content-type']).toContain('text/event-stream');
        let heard = '';
        response.on('data', (chunk: Buffer) => {
          heard += chunk.toString();
          if (!heard.includes('data:')) tell({ type: 'changed', articleIds: ['a'] });
          else {
            response.destroy();
            resolve(heard);
          }
        });
        response.on('error', () => undefined);
      }).on('error', reject);
    });
    expect(text).toContain('data: {"type":"changed","articleIds":["a"]}\n\n');
  });

  it('uploads a file, which is there until it is imported, and never past the limit', async () => {
    const headers = {
      'Content-Type': 'application/octet-stream',
      'X-Nachlese-Name': encodeURIComponent('../../Bericht ä.html'),
    };
    const answer = await post(headers, { path: '/upload', body: 'Hallo' });
    const { value } = JSON.parse(answer.body) as { value: { upload: string } };
    const path = uploads.pathOf(value.upload);
    expect(path.startsWith(join(folder, 'uploads'))).toBe(true);
    expect(path.endsWith('Bericht ä.html')).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('Hallo');

    const args = [
      {
        job: 'j',
        sources: [{ kind: 'upload', upload: value.upload, name: 'x' }],
        format: null,
        tags: [],
        dryRun: false,
      },
    ];
    await post({}, { body: JSON.stringify({ method: 'importSources', args, language: 'de' }) });
    expect(() => uploads.pathOf(value.upload)).toThrow();

    const large = await post(headers, { path: '/upload', body: 'x'.repeat(1_001) });
    expect(large.body).toContain('too-large');
    expect(await readdir(join(folder, 'uploads'))).toEqual([]);
  });

  it('is told that paths of this machine are not its business', async () => {
    called.mockClear();
    const args = [
      { job: 'j', sources: [{ kind: 'path', path: '/etc/passwd' }], format: null, tags: [], dryRun: false },
    ];
    const answer = await post({}, { body: JSON.stringify({ method: 'importSources', args, language: 'de' }) });
    expect(answer.body).toContain('not-at-this-door');
    expect(called).not.toHaveBeenCalled();
  });
});

describe('the keys', () => {
  it('are long, random and handed over once', async () => {
    for (const key of [cookie, write, new URL(door.address()).searchParams.get('token') ?? ''])
      expect(Buffer.from(key, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    const address = new URL(door.address());
    const first = await send({ path: address.pathname + address.search });
    expect(first.status).toBe(303);
    expect(first.headers['set-cookie']).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/u);
    expect((await send({ path: address.pathname + address.search })).status).toBe(403);
    expect(door.address()).not.toBe(address.href);
  });
});

describe('the hostile requests of reliability.md, 1.3', () => {
  const port = () => String(door.port);
  const hosts: [string, () => string | null][] = [
    ['evil.com', () => 'evil.com'],
    ['evil.com with our port', () => `evil.com:${port()}`],
    ['a name that begins like ours', () => `127.0.0.1.evil.com:${port()}`],
    ['a name that ends like ours', () => `evil.com.127.0.0.1:${port()}`],
    ['localhost', () => `localhost:${port()}`],
    ['localhost with a dot', () => `localhost.:${port()}`],
    ['upper case', () => `LOCALHOST:${port()}`],
    ['nothing', () => ''],
    ['no Host line', () => null],
    ['two Host lines', () => `127.0.0.1:${port()}\r\nHost: evil.com`],
    ['IPv6', () => `[::1]:${port()}`],
    ['another port', () => '127.0.0.1:1'],
    ['no port', () => '127.0.0.1'],
    ['another spelling of the address', () => `127.1:${port()}`],
  ];
  it.each(hosts)('Host: %s', async (_, name) => {
    await refused(post({}, { host: name() }));
  });

  const origins: [string, () => string | null][] = [
    ['null', () => 'null'],
    ['none at all', () => null],
    ['evil.com', () => 'http://evil.com'],
    ['https', () => `https://127.0.0.1:${port()}`],
    ['our address as prefix', () => `http://127.0.0.1:${port()}.evil.com`],
    ['our port as prefix', () => `http://127.0.0.1:${port()}0`],
    ['our address as user', () => `http://127.0.0.1:${port()}@evil.com`],
    ['another port', () => 'http://127.0.0.1:1'],
    ['localhost', () => `http://localhost:${port()}`],
    ['a path behind', () => `http://127.0.0.1:${port()}/`],
    ['a file', () => 'file://'],
    ['two Origin lines', () => `http://127.0.0.1:${port()}\r\nOrigin: http://evil.com`],
  ];
  it.each(origins)('Origin: %s', async (_, origin) => {
    await refused(post({ Origin: origin() }));
  });

  const keys: [string, () => Record<string, string | null>][] = [
    ['no cookie', () => ({ Cookie: null })],
    ['no write key', () => ({ 'X-Nachlese-Write': null })],
    ['an empty write key', () => ({ 'X-Nachlese-Write': '' })],
    ['a wrong write key', () => ({ 'X-Nachlese-Write': 'A'.repeat(43) })],
    ['the cookie as write key', () => ({ 'X-Nachlese-Write': cookie })],
    ['the write key as cookie', () => ({ Cookie: `nachlese-${port()}=${write}` })],
    ['a cut write key', () => ({ 'X-Nachlese-Write': write.slice(0, -1) })],
    ['two cookies', () => ({ Cookie: `nachlese-${port()}=x; nachlese-${port()}=${cookie}` })],
    ['the cookie of another port', () => ({ Cookie: `nachlese-1=${cookie}` })],
    ['a cross-site page with all keys', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
  ];
  it.each(keys)('keys: %s', async (_, change) => {
    await refused(post(change()));
  });

  const forms: [string, () => Promise<Answer>][] = [
    ['text/plain', () => post({ 'Content-Type': 'text/plain' })],
    ['a form', () => post({ 'Content-Type': 'application/x-www-form-urlencoded' })],
    ['a form with files', () => post({ 'Content-Type': 'multipart/form-data; boundary=x' })],
    ['no type', () => post({ 'Content-Type': null })],
    ['JSON in another charset', () => post({ 'Content-Type': 'application/json; charset=utf-7' })],
    ['GET for a call', () => read(`/call?call=${encodeURIComponent(STATUS)}`)],
    ['PUT', () => post({}, { method: 'PUT' })],
    ['DELETE', () => post({}, { method: 'DELETE' })],
    ['OPTIONS of a foreign page', () => post({ 'Access-Control-Request-Method': 'POST' }, { method: 'OPTIONS' })],
    ['TRACE', () => post({}, { method: 'TRACE' })],
  ];
  it.each(forms)('method and type: %s', async (_, request) => {
    await refused(request());
  });

  const paths = [
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/assets/..%2f..%2fsecret.html',
    '/..%5csecret.html',
    '/%252e%252e/secret.html',
    '/index.html%00.js',
    '/%c0%ae%c0%ae/secret.html',
    '//etc/passwd',
    'http://evil.com/index.html',
    '/asset/article-1/..%2f..%2fsecret.html',
    '/asset/%2e%2e/secret.html',
    '/asset/article-1/a.png/../../../secret.html',
  ];
  it.each(paths)('path: %s', async (path) => {
    await refused(read(path));
  });

  const rest: [string, () => Promise<Answer>][] = [
    [
      'a WebSocket',
      () =>
        read('/events', {
          Upgrade: 'websocket',
          Connection: 'Upgrade',
          'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          'Sec-WebSocket-Version': '13',
        }),
    ],
    ['a WebSocket without keys', () => send({ path: '/', headers: { Upgrade: 'websocket', Connection: 'Upgrade' } })],
    ['events without a cookie', () => send({ path: '/events' })],
    ['events for another site', () => read('/events', { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://evil.com' })],
    [
      'a range of an asset without a cookie',
      () => send({ path: '/asset/article-1/a.png', headers: { Range: 'bytes=0-1' } }),
    ],
    ['a tunnel', () => send({ method: 'CONNECT', path: 'evil.com:443' })],
  ];
  it.each(rest)('connections: %s', async (_, request) => {
    await refused(request());
  });

  it('are 64', () => {
    expect(hosts.length + origins.length + keys.length + forms.length + paths.length + rest.length).toBe(64);
  });

  /** Refused: no success, no call run, no secret, and no permission for foreign pages. */
  const refused = async (request: Promise<Answer>): Promise<void> => {
    called.mockClear();
    const answer = await request;
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toMatch(/secret|"ok":true/u);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(called).not.toHaveBeenCalled();
  };
});

describe('the server', () => {
  it('says which port is taken', async () => {
    const options = { api, findAsset: () => Promise.reject(new Error()), onEvent: () => () => undefined };
    const second = openBrowserDoor({ ...options, windowFolder: folder, uploads, port: door.port });
    await expect(second).rejects.toMatchObject({ code: 'io', values: { reason: 'port-taken' } });
  });

  it('listens on 127.0.0.1 only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, address }) => family === 'IPv4' && address !== '127.0.0.1')
      .map(({ address }) => address);
    for (const address of [...others, '127.0.0.2'])
      await expect(
        new Promise((resolve, reject) => {
          const socket = connect({ host: address, port: door.port, timeout: 1_000 });
          // A firewall may drop what nobody takes.
          socket.on('timeout', () => socket.destroy(new Error('no answer')));
          socket.on('connect', resolve).on('error', reject);
        }),
      ).rejects.toThrow();
  });
});
