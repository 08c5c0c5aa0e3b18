import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { injecting, MUTATING, tracedCalls, tracing, type TracedCall } from './traced-calls.ts';

export { hasStrace } from './traced-calls.ts';

export type KilledRun = {
  /** The script of the process that is killed. */
  worker: string;
  /** Makes what it works on, and resolves to its arguments. */
  prepare: () => Promise<{ args: string[]; remove: () => Promise<void> }>;
  /** Looks at what is left; throws where something is wrong. */
  inspect: (args: string[]) => Promise<void>;
  /** What happens at the call instead of a kill: "error=ENOSPC". */
  instead?: string;
  /** Of all calls only every so many-th; 1: all. */
  every: number;
};

/** Kills a process at its mutating system calls, one after the other. Resolves to how many kills there were. */
export async function killAtCalls({
  worker,
  prepare,
  inspect,
  every,
  instead = 'signal=KILL',
}: KilledRun): Promise<number> {
  const out = await mkdtemp(join(tmpdir(), 'nachlese-killed-'));
  try {
    const root = join(import.meta.dirname, '../../..');
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: worker,
        outDir: out,
        emptyOutDir: true,
        rolldownOptions: { output: { entryFileNames: 'worker.mjs' } },
      },
      ssr: { noExternal: true },
    });
    const script = join(out, 'worker.mjs');
    const calls = await listCalls(script, prepare, join(out, 'calls.log'));
    let kills = 0;
    for (const call of calls.filter((_, index) => index % every === 0)) {
      const { args, remove } = await prepare();
      await run(script, args, tracing('/dev/null', MUTATING, ...injecting(call, instead)));
      kills += 1;
      try {
        await inspect(args);
      } catch (error) {
        throw new Error(`${instead} at ${call.name} ${call.count}`, { cause: error });
      }
      await remove();
    }
    return kills;
  } finally {
    await rm(out, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function listCalls(script: string, prepare: KilledRun['prepare'], log: string): Promise<TracedCall[]> {
  const { args, remove } = await prepare();
  const code = await run(script, args, tracing(log, MUTATING));
  if (code !== 0) throw new Error(`the worker ended with ${String(code)} before anybody killed it`);
  await remove();
  return tracedCalls(await readFile(log, 'utf8'));
}

async function run(script: string, args: string[], [command = '', ...traced]: string[]): Promise<number | null> {
  // One thread for files: then the n-th system call is the same one in every run.
  const child = spawn(command, [...traced, process.execPath, script, ...args], {
    // What it says when it fails is not what is looked at.
    stdio: 'ignore',
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
