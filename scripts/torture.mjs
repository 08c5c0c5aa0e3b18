// npm run torture [-- --long] [--seed N] [--only kills,calls,faults,disks,two,doors,flips,clocks,edits,imports,drives,
//   tasks,task-faults,syncs,index,bags,names]
//   [--kills N] [--writes N] [--disks N] [--flips N] [--jumps N] [--edits N] [--articles N] [--files N]
//   [--commits N] [--damages N] [--names JSON-FILE]
//   [--inject error=EIO,error=ENOSPC,error=EACCES,error=EROFS] [--lasting] [--tasks export,bag,…]
// Kills, crowds, starves, misleads and damages a process that writes to an archive, and looks whether what it said was
// saved is there. Without options it is the short form `npm test` runs.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A few words of the list of nouns: to read all of it at each start would take longer than what is tortured. */
const fewNouns = {
  name: 'few-nouns',
  enforce: 'pre',
  load: (id) => (id.includes('german-nouns.txt') ? "export default 'Absatz\\nMeldung\\nStadt\\n'" : null),
};

const root = fileURLToPath(new URL('..', import.meta.url));
const out = await mkdtemp(join(tmpdir(), 'nachlese-rig-'));
try {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [fewNouns],
    build: {
      ssr: true,
      outDir: out,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          main: join(root, 'scripts/torture/main.ts'),
          worker: join(root, 'scripts/torture/worker.ts'),
          'archive-worker': join(root, 'scripts/torture/archive-worker.ts'),
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  });
  const workers = ['--worker', join(out, 'worker.mjs'), '--archive-worker', join(out, 'archive-worker.mjs')];
  const args = [join(out, 'main.mjs'), ...workers, ...process.argv.slice(2)];
  const rig = spawn(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => rig.once('exit', (code) => resolve(code ?? 1)));
} finally {
  await rm(out, { recursive: true, force: true, maxRetries: 5 });
}
