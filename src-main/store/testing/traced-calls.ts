import { spawnSync } from 'node:child_process';

/** System calls that change something on a disk; files are written by `pwrite64`, `write` is the program's own noise. */
export const MUTATING = 'mkdir,rename,link,unlink,rmdir,pwrite64,fsync,utimensat,ftruncate';

export const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** One system call: the `count`-th of its name in its thread, of those to `path` where there is one (below a root). */
export type TracedCall = { name: string; count: number; path?: string };

/**
 * What goes in front of a program so that strace follows it and notes these calls in a file. Without `--seccomp-bpf`:
 * with it, strace does not count the calls that are to fail. With UV_THREADPOOL_SIZE=1 the n-th call is the same one in
 * every run.
 */
export const tracing = (log: string, calls: string, ...more: string[]): string[] => [
  'strace',
  '-f',
  '-qq',
  '-o',
  log,
  '-e',
  `trace=${calls}`,
  ...more,
];

/**
 * All calls in a log. strace counts each name, and each thread, for itself; of two threads the longer row is taken. With
 * `root`, of a log made with `-y`: also each `write` to a file below it, counted for the file.
 */
export function tracedCalls(log: string, root: string | null = null): TracedCall[] {
  const counts = new Map<string, number>();
  const calls = new Map<string, TracedCall>();
  for (const [, thread = '', name = '', target = ''] of log.matchAll(/^(\d+) +(\w+)\((?:\d+<([^>]*)>)?/gm)) {
    const isWrite = name === 'write';
    if (isWrite && (root === null || !target.startsWith(`${root}/`))) continue;
    const path = isWrite ? target.slice((root ?? '').length + 1) : null;
    const kind = `${name} ${path ?? ''}`;
    const count = (counts.get(`${thread} ${kind}`) ?? 0) + 1;
    counts.set(`${thread} ${kind}`, count);
    calls.set(`${kind} ${String(count)}`, path === null ? { name, count } : { name, count, path });
  }
  return [...calls.values()];
}

/**
 * strace's words for what is to happen at a call: "signal=KILL", "error=ENOSPC"; `lasting`: and at all later ones.
 * `root`: as given to {@link tracedCalls}.
 */
export const injecting = ({ name, count, path }: TracedCall, what: string, lasting = false, root = ''): string[] => [
  ...(path === undefined ? [] : ['-P', `${root}/${path}`]),
  '-e',
  `inject=${name}:${what}:when=${String(count)}${lasting ? '+' : ''}`,
];
