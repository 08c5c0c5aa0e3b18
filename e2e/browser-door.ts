import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './electron-start.ts';

/** The program that serves the window to a browser, as a process of its own. */
export class BrowserDoor {
  /** What it wrote to standard error. */
  standardError = '';
  readonly #server: ChildProcess;
  readonly #through: readonly string[];

  /** `through`: another program that runs it; its own command follows. */
  constructor(environment: Record<string, string>, folder: string, through: readonly string[]) {
    this.#through = through;
    const command = [...through, process.execPath, join(ROOT, 'out/main/serve.cjs')];
    const server = spawn(command[0] ?? '', command.slice(1), {
      env: environment,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server.stderr.on('data', (chunk) => (this.standardError += String(chunk)));
    this.#server = server;
  }

  /** Waits for the address that it prints. */
  address(): Promise<string> {
    return new Promise((resolve, reject) => {
      let output = '';
      const fail = (what: string): void => reject(new Error(`${what}: ${output}${this.standardError}`));
      const timer = setTimeout(() => fail('no address within 30 s'), 30_000);
      this.#server.stdout?.on('data', (chunk) => {
        output += String(chunk);
        const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output)?.[0];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
      this.#server.once('exit', (code) => {
        clearTimeout(timer);
        fail(`the browser door ended with ${String(code)}`);
      });
    });
  }

  /** Asks it to end, and waits until it has. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    // strace keeps signals from itself: the program behind it gets them.
    for (const pid of this.#through.length === 0 ? [server.pid] : childrenOf(server.pid)) {
      if (pid !== undefined) process.kill(pid, 'SIGTERM');
    }
    const killer = setTimeout(() => server.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(killer);
  }
}

/** Process ids of the children of a process; Linux only. */
function childrenOf(pid: number | undefined): number[] {
  const file = `/proc/${String(pid)}/task/${String(pid)}/children`;
  return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
}
