import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBuilt } from './built-app.mjs';

const SCRIPT = join(import.meta.dirname, 'cli.mjs');
const run = promisify(execFile);

let home: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-cli-'));
  environment = { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home };
  await writeFile(
    join(home, 'ferry.txt'),
    'date 2025-03-04\n\nDie Fähre nach Norden fährt wieder. Am Kai warten Reisende.\n',
  );
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

const cli = (...argv: string[]) => run(process.execPath, [SCRIPT, ...argv], { cwd: home, env: environment });

/** What a child has written when it first says something that fits. */
const heard = (child: ChildProcess, sign: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (sign.test(text)) resolve(text);
    });
    child.on('exit', (code) => {
      reject(new Error(`ended with ${String(code)}: ${text}`));
    });
  });

describe.skipIf(!isBuilt())('the command line from a checkout (skipped where out/ is older than the sources)', () => {
  it('writes the answer to standard output and nothing else', async () => {
    const { stdout, stderr } = await cli('--archive', 'archive', 'import', 'ferry.txt', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ imported: [{ source: 'ferry.txt' }] });
    expect(stderr).toBe('');
  });

  it('says nothing when its reader goes away', async () => {
    const command = `"${process.execPath}" "${SCRIPT}" --archive archive show 2025 --as html | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run('bash', ['-c', command], { cwd: home, env: environment });
    expect({ stdout, stderr }).toEqual({ stdout: '< 0\n', stderr: '' });
  });

  it('ends with the exit code of the command', async () => {
    await expect(cli('--archive', 'archive', 'show', 'nothing')).rejects.toMatchObject({ code: 1 });
    await expect(cli('--archive', 'missing', 'list')).rejects.toMatchObject({ code: 4 });
    await expect(cli('list', '--frobnicate')).rejects.toMatchObject({ code: 2 });
  });

  it('opens the browser door with the first article in a new archive, and closes it when asked', async () => {
    const argv = [SCRIPT, 'serve', '--archive', 'fresh', '--json'];
    const child = spawn(process.execPath, argv, { cwd: home, env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
    const { url, port, tunnel } = JSON.parse(await heard(child, /\}\s*$/u)) as {
      url: string;
      port: number;
      tunnel: string;
    };
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${String(port)}/\\?token=[\\w-]{43}$`, 'u'));
    expect(tunnel).toContain(`-L ${String(port)}:127.0.0.1:${String(port)} `);

    const entered = await fetch(url, { redirect: 'manual' });
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const write = entered.headers.get('location')?.split('#write=')[1] ?? '';
    const call = (method: string, args: unknown[]) =>
      fetch(`http://127.0.0.1:${String(port)}/call`, {
        method: 'POST',
        headers: {
          cookie,
          origin: `http://127.0.0.1:${String(port)}`,
          'content-type': 'application/json',
          'x-nachlese-write': write,
        },
        body: JSON.stringify({ method, args, language: 'de' }),
      }).then((response) => response.json());
    expect(await call('status', [])).toMatchObject({ ok: true, value: { articles: 1, fresh: true } });
    const request = { query: 'Marschflugkörper Reichweite', sort: 'relevance', offset: 0, limit: 5 };
    expect(await call('search', [request])).toMatchObject({ ok: true, value: { total: 1 } });

    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
