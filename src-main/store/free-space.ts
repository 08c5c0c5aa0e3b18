import { execFile } from 'node:child_process';
import { promises } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Bytes; what a program without special rights may still write, and all there is. */
export type FreeSpace = { free: number; total: number };

const LEAST_BYTES = 100 * 1024 * 1024;
const LEAST_SHARE = 0.01;
/** ms; a distant disk may never answer. */
const PATIENCE = 3_000;

/** Less than 100 MB or 1 % is left: time to say so, while saving still works. */
export const isLittle = ({ free, total }: FreeSpace): boolean => free < LEAST_BYTES || free < total * LEAST_SHARE;

type StatFs = (path: string) => Promise<{ bavail: number; bsize: number; blocks: number }>;

/**
 * Room on the disk of this path, or where it is not there yet of the folder it would be in; null where the system does
 * not tell.
 */
export async function freeSpace(path: string): Promise<FreeSpace | null> {
  // `statfs` came with Node 18.15; on older runtimes `df` is asked.
  const statfs = (promises as unknown as { statfs?: StatFs }).statfs;
  for (let at = path; ; at = dirname(at)) {
    try {
      if (statfs === undefined) return await spaceByDf(at);
      const { bavail, bsize, blocks } = await statfs(at);
      return known({ free: bavail * bsize, total: blocks * bsize });
    } catch {
      if (dirname(at) === at) return null;
    }
  }
}

/** By `df -kP` (POSIX), where there is one. */
export async function spaceByDf(folder: string): Promise<FreeSpace | null> {
  if (process.platform === 'win32') return null;
  const { stdout } = await promisify(execFile)('df', ['-kP', '--', folder], { timeout: PATIENCE, env: C_LOCALE });
  return readDf(stdout);
}

const C_LOCALE = { ...process.env, LC_ALL: 'C' };

/** The numbers of the last line: "device 1024-blocks used available capacity% mount". Names may hold blanks. */
export function readDf(output: string): FreeSpace | null {
  const line = output.trim().split('\n').at(-1) ?? '';
  const numbers = /\s(\d+)\s+\d+\s+(\d+)\s+\d+%\s/.exec(line);
  if (numbers === null) return null;
  return known({ free: Number(numbers[2]) * 1024, total: Number(numbers[1]) * 1024 });
}

/** Some distant file systems tell zeros. */
const known = (space: FreeSpace): FreeSpace | null => (space.total > 0 ? space : null);
