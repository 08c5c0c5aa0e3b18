import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { testDisplay } from '../../scripts/display.mjs';
import { electronForTests } from '../../scripts/e2e.mjs';
import { layOutLinuxApp } from '../../scripts/package/app-folder.mjs';
import { flipTestFuse } from '../../scripts/package/fuses.mjs';
import { largeHome } from './large-home.mjs';
import { median } from './usable-window.mjs';

const root = join(import.meta.dirname, '../..');
/** ms, warm: with the first article, and with many. */
const GOALS = { seed: 1_000, large: 1_500 };

/** Bytes of all files below. */
const bytesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);

/** Makes the next start a cold one; false where that is not ours to do. */
function dropCaches() {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

/** Lays the app out as a package does, starts it over and over and writes what it took. */
export async function measureInstalled({ args, runs, newHome, start }) {
  const count = Number(args[args.indexOf('--large') + 1]) || 20_000;
  const say = (line) => console.log(line);
  const electron = await electronForTests(say);
  if (electron.reason) throw new Error(electron.reason);
  const large = largeHome(count, say);
  const work = mkdtempSync(join(tmpdir(), 'nachlese-installed-'));
  const display = await testDisplay();
  if (!display.name) throw new Error('no display');
  try {
    const folder = await layOutLinuxApp({ destination: work, electron: dirname(electron.binary) });
    const installed = join(folder, 'nachlese');
    await flipTestFuse(installed);
    const options = { electron: electron.binary, installed, root, display: display.name };
    const measured = {};
    const loads = [loadavg()[0]];
    for (const [name, home] of [
      ['seed', newHome('installed')],
      ['large', large.home],
    ]) {
      say(`Starting with ${name === 'seed' ? 'the first article' : `${large.articles} articles`} …`);
      // The first start makes what is made once.
      await start({ ...options, home });
      const cold = !args.includes('--warm') && dropCaches() ? await start({ ...options, home }) : null;
      const warm = [];
      for (let run = 0; run < runs; run++) warm.push(await start({ ...options, home }));
      loads.push(loadavg()[0]);
      const usable = warm.map((one) => one.usable);
      measured[name] = {
        cold: cold?.usable ?? null,
        window: median(warm.map((one) => one.window)),
        usable: median(usable),
        fastest: Math.min(...usable.filter((value) => value !== null)),
        goal: GOALS[name],
      };
    }
    const result = {
      date: new Date().toISOString().slice(0, 10),
      machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), loads },
      runs,
      articles: large.articles,
      bytesWithoutElectron: bytesBelow(join(folder, 'resources')),
      startMs: measured,
    };
    const results = join(root, 'bench/results');
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, 'start-installed.json'), `${JSON.stringify(result, null, 2)}\n`);
    const text = asMarkdown(result);
    writeFileSync(join(results, 'start-installed.md'), text);
    say(text);
  } finally {
    display.close();
    rmSync(work, { recursive: true, force: true });
  }
}

const ms = (value) => (value === null ? 'not measured' : `${Math.round(value)} ms`);

function asMarkdown({ date, machine, runs, articles, bytesWithoutElectron, startMs }) {
  const row = (label, { cold, window, usable, fastest, goal }) =>
    `| ${label} | ${ms(cold)} | ${ms(window)} | **${ms(usable)}** | ${ms(fastest)} | ${ms(goal)}: ${usable <= goal ? 'held' : 'missed'} |`;
  return `# Start of the installed app to its first usable window

App folder of the package on the test runtime (Electron 22.3.25); medians of ${runs} warm starts, one cold start (disk cache
dropped). ${date}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, load ${machine.loads.map((load) => load.toFixed(1)).join(', ')} before, between and after. Made by
\`npm run bench -- start --installed\`. "Usable" is when the list shows its articles and the search box has the focus.

| archive | cold | window, warm | usable, warm | fastest | goal, warm |
| --- | --- | --- | --- | --- | --- |
${row('the first article', startMs.seed)}
${row(`${articles} articles`, startMs.large)}

Without Electron the installed app is ${(bytesWithoutElectron / 1e6).toFixed(1)} MB.
`;
}
