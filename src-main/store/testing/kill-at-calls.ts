import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** System calls that change something on a disk; files are written by `pwrite64`, `write` is the program's own noise. */
const MUTATING = 'mkdir,rename,link,unlink,rmdir,pwrite64,fsync,utimensat,ftruncate';

export const hasStrace = spawnSync('strace', ['-V']).status === 0;

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
    const calls = await countCalls(script, prepare, join(out, 'calls.log'));
    let kills = 0;
    for (let call = 1; call <= calls; call += every) {
      const { args, remove } = await prepare();
      const kill = `inject=${MUTATING}:${instead}:when=${call}`;
      await run(script, args, ['-o', '/dev/null', '-e', `trace=${MUTATING}`, '-e', kill]);
      kills += 1;
      try {
        await inspect(args);
      } catch (error) {
        throw new Error(`killed at call ${call} of ${calls}`, { cause: error });
      }
      await remove();
    }
    return kills;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** The most that one thread makes: strace counts each thread for itself. */
async function countCalls(script: string, prepare: KilledRun['prepare'], log: string): Promise<number> {
  const { args, remove } = await prepare();
  const code = await run(script, args, ['-o', log, '-e', `trace=${MUTATING}`]);
  if (code !== 0) throw new Error(`the worker ended with ${String(code)} before anybody killed it`);
  const perThread = new Map<string, number>();
  for (const line of (await readFile(log, 'utf8')).split('\n')) {
    const thread = line.split(' ')[0] ?? '';
    perThread.set(thread, (perThread.get(thread) ?? 0) + 1);
  }
  await remove();
  return Math.max(...perThread.values());
}

async function run(script: string, args: string[], traced: string[]): Promise<number | null> {
  // One thread for files: then the n-th system call is the same one in every run.
  const child = spawn('strace', ['-f', '-qq', ...traced, process.execPath, script, ...args], {
    // What it says when it fails is not what is looked at.
    stdio: 'ignore',
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
