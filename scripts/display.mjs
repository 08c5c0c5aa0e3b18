// A display of our own for windows that nobody needs to see.
import { spawn, spawnSync } from 'node:child_process';

const STARTS_WITHIN = 20_000;

/** True where the system can make such a display. */
export const canMakeDisplay = () => process.platform === 'linux' && !spawnSync('Xvfb', ['-help']).error;

/**
 * Starts Xvfb on a free display and resolves with its name, ":99", and how to stop it. Local users may connect, so that
 * the tests can also run Electron as an unprivileged one.
 */
export function openDisplay() {
  return new Promise((resolve, reject) => {
    // Else it begins anew when its last window is gone, and what starts just then finds no display.
    const lasting = '-noreset';
    const args = ['-displayfd', '3', '-screen', '0', '1680x1200x24', '-nolisten', 'tcp', '-ac', lasting];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const close = () => server.kill('SIGTERM');
    process.once('exit', close);
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error('Xvfb did not start within 20 seconds'));
    }, STARTS_WITHIN);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3].once('data', (number) => {
      clearTimeout(timer);
      resolve({ name: `:${String(number).trim()}`, close });
    });
  });
}

const unowned = (name) => ({ name: name ?? null, close: () => undefined });

/** The display to test on: this process's own with HEADED=1 or where none can be made, else a new one. */
export async function testDisplay() {
  const own = process.env.DISPLAY;
  if (process.platform !== 'linux' || (process.env.HEADED === '1' && own)) return unowned(own);
  if (canMakeDisplay()) return openDisplay();
  return unowned(own);
}
