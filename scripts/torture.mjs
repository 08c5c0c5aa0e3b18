// npm run torture [-- --long] [--seed N] [--only kills,two,disks,calls,faults] [--kills N] [--writes N] [--disks N]
//   [--inject error=EIO,error=ENOSPC,error=EACCES] [--lasting]
// Kills, crowds and starves a process that writes to an archive, and looks whether what it said was saved is there.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = await mkdtemp(join(tmpdir(), 'nachlese-rig-'));
try {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: out,
      emptyOutDir: true,
      rolldownOptions: {
        input: { main: join(root, 'scripts/torture/main.ts'), worker: join(root, 'scripts/torture/worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  });
  const args = [join(out, 'main.mjs'), '--worker', join(out, 'worker.mjs'), ...process.argv.slice(2)];
  const rig = spawn(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => rig.once('exit', (code) => resolve(code ?? 1)));
} finally {
  await rm(out, { recursive: true, force: true });
}
