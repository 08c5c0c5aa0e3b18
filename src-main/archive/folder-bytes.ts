import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files in a folder and its subfolders but `leftOut` in itself; a folder that is not there has none. */
export async function folderBytes(folder: string, leftOut: string): Promise<number> {
  let bytes = 0;
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && path !== join(folder, leftOut)) {
        const { size } = await stat(path).catch(() => ({ size: 0 }));
        bytes += size;
      }
    }
  }
  return bytes;
}
