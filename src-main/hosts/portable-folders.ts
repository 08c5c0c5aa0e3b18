import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Beside the program: its presence makes the program a portable one. */
const MARK = 'nachlese-portable';

type Started = { execPath: string; env: Record<string, string | undefined> };

/**
 * Where a folder `nachlese-portable` lies beside the program (the portable ZIP brings it), archive, settings and index
 * go into it, by the variables that app and command line read anyway; variables that are set already win.
 */
export function usePortableFolders({ execPath, env }: Started, exists: (path: string) => boolean = existsSync): void {
  const folder = join(dirname(execPath), MARK);
  if (!exists(folder)) return;
  env.NACHLESE_CONFIG ??= join(folder, 'settings');
  env.NACHLESE_DATA ??= join(folder, 'data');
  env.NACHLESE_CACHE ??= join(folder, 'cache');
  env.NACHLESE_ARCHIVE ??= join(folder, 'archive');
}
