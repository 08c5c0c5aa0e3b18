import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './app.ts';
import { expect, test } from './fixtures.ts';

/** "nobody": a user with no rights of its own. */
const NOBODY = 65_534;

/** Copies app and Electron to where every user may read them; a checkout may lie in root's own home. */
function publicCopy(binary: string): { folder: string; electron: string; app: string } {
  const folder = mkdtempSync(join(tmpdir(), 'nachlese-public-'));
  chmodSync(folder, 0o755);
  const app = join(folder, 'app');
  mkdirSync(app);
  for (const part of ['out', 'resources', 'package.json'])
    cpSync(join(ROOT, part), join(app, part), { recursive: true });
  // cp keeps the bit of the sandbox's helper, and takes no time where links can do.
  const from = dirname(binary);
  const to = join(folder, 'electron');
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true, maxRetries: 5 });
    execFileSync('cp', ['-a', from, to]);
  }
  execFileSync('chmod', ['-R', 'a+rX', app]);
  return { folder, electron: join(to, basename(binary)), app };
}

test('runs as an ordinary user with the sandbox on', async ({ makeApp, runtime }) => {
  test.skip(runtime === 'browser', 'the sandbox is Electron’s');
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'only root can become another user');
  const binary = process.env['ELECTRON_EXEC_PATH'] ?? '';
  test.skip(!existsSync(binary), 'the path of Electron is not known');
  const copy = publicCopy(binary);
  try {
    const app = makeApp({ userId: NOBODY, electron: copy.electron, appFolder: copy.app });
    await app.start();
    await expect(app.page.getByRole('heading', { level: 1, name: /Putin in Budapest/ })).toBeVisible();
    const processes = await app.electron.evaluate(({ app: main }) =>
      main.getAppMetrics().map(({ pid, type }) => ({ pid, type })),
    );
    const windows = processes.filter(({ type }) => type === 'Tab');
    expect(windows).not.toEqual([]);
    for (const { pid } of windows) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      // 2: a filter of system calls is in force, which Chromium sets up with its sandbox only.
      expect(/^Seccomp:\s+(\d)/m.exec(status)?.[1]).toBe('2');
      expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe(String(NOBODY));
    }
    expect(app.complaints).toEqual([]);
    await app.close();
  } finally {
    rmSync(copy.folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
