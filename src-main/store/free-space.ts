import { promises } from 'node:fs';
import { dirname } from 'node:path';

type StatFs = (path: string) => Promise<{ bavail: number; bsize: number; blocks: number }>;

/**
 * Bytes free for us on the disk of this path, and of the disk; null where it cannot be told: the runtime is older than
 * Node 18.15, or the system does not say.
 */
export async function freeSpace(path: string): Promise<{ free: number; total: number } | null> {
  const statfs = (promises as unknown as { statfs?: StatFs }).statfs;
  if (statfs === undefined) return null;
  for (let at = path; ; at = dirname(at)) {
    try {
      const { bavail, bsize, blocks } = await statfs(at);
      return { free: bavail * bsize, total: blocks * bsize };
    } catch {
      if (dirname(at) === at) return null;
    }
  }
}
