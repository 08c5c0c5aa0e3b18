// What the benchmarks need beside the program: the peers' packages, Tantivy in a Python of its own, and the search as
// the app's build makes it, without the app.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const here = import.meta.dirname;
const root = join(here, '../..');
const work = join(here, 'work');
const TANTIVY = 'tantivy==0.27.0';

/** The Python that has Tantivy; it need not exist. */
export const python = join(work, 'python/bin/python');

/** Installs what is missing. Tantivy can be done without: `say` is told why. */
export function installPeers(say, { withTantivy } = { withTantivy: true }) {
  if (!existsSync(join(here, 'node_modules'))) {
    say('install the peers');
    // Node's own headers lie beside it in most installations: nothing need be fetched to compile against them.
    const prefix = dirname(dirname(process.execPath));
    const headers = existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
    const env = { ...process.env, ...headers };
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: ['ignore', 2, 2], env });
  }
  if (!withTantivy || existsSync(python)) return;
  const made = spawnSync('python3', ['-m', 'venv', join(work, 'python')]);
  const pip = ['-m', 'pip', 'install', '--quiet', TANTIVY];
  const got = made.status === 0 && spawnSync(python, pip, { stdio: ['ignore', 2, 2] }).status === 0;
  if (got) return;
  rmSync(join(work, 'python'), { recursive: true, force: true });
  say('Tantivy is left out: no Python with venv, or no package index');
}

/** Builds `open-search.cjs` and `search-worker.cjs` into this folder. */
export async function buildSearch(folder) {
  await build({
    root,
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: true },
    build: {
      outDir: folder,
      emptyOutDir: true,
      ssr: true,
      minify: false,
      target: 'node16.17',
      rolldownOptions: {
        input: {
          'open-search': join(root, 'src-main/search/open-search.ts'),
          'search-worker': join(root, 'src-main/search-worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name].cjs' },
      },
    },
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
}

/** MB of objects: MiniSearch, FlexSearch and Orama need more than Node gives; this program runs as its users have it. */
const LARGE_HEAP = '--max-old-space-size=12000';

/** One engine's process; its last line is its result. A failure is a result, too. */
export function runEngine(script, args, env = {}) {
  const isPython = script.endsWith('.py');
  const flags = isPython || script.endsWith('engine-nachlese.mjs') ? [] : [LARGE_HEAP];
  const { status, stdout, stderr } = spawnSync(isPython ? python : process.execPath, [...flags, script, ...args], {
    encoding: 'utf8',
    timeout: 1_800_000,
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  return { failed: (stderr ?? '').trim().split('\n').slice(-3).join(' ').slice(0, 300) || `status ${status}` };
}
