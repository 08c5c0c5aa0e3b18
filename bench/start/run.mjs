// What starting and keeping cost: start to usable window, import of 700 plain-text articles with the full write
// protocol through the command line, bytes on disk and fsyncs per article. Writes bench/results/start.json and .md.
//
//   npm run bench -- start [--runs N] [--quick] [--installed] [--large N]
//
// `--installed` measures only starting, of the app as a package lays it out (app.asar, fuses; the one fuse Playwright
// needs is flipped), with the first article and with `--large` articles (20,000 unless it says otherwise), cold (files out
// of the disk cache, where root allows that; not with --warm) and warm. Writes bench/results/start-installed.json and .md.
//
// The articles are those of ../shared/corpus where that folder is beside the checkout, else made up of common words; the
// result says which. Everything happens in temporary folders.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { findElectron } from '../../scripts/find-electron.mjs';
import { testDisplay } from '../../scripts/display.mjs';
import { articles } from './articles.mjs';
import { homeEnvironment } from '../../scripts/home-environment.mjs';
import { measureInstalled } from './installed.mjs';
import { median, usableWindow } from './usable-window.mjs';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'out/main/cli.cjs');
const args = process.argv.slice(2);
const quick = args.includes('--quick');
const runs = Number(args[args.indexOf('--runs') + 1]) || (quick ? 1 : 5);
const COUNT = quick ? 100 : 700;
const WATCHED = 60;

const work = mkdtempSync(join(tmpdir(), 'nachlese-bench-'));

function newHome(name) {
  const home = join(work, name);
  mkdirSync(join(home, 'Documents'), { recursive: true });
  return home;
}

/** Runs a command to its end; `seconds` from start to exit. */
function measured(command, commandArgs, env) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, commandArgs, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, out: stdout, err: stderr, seconds: (performance.now() - started) / 1000 };
}

/** Apparent and allocated bytes of all files below a folder, folders included in the latter. */
function sizeOf(folder) {
  const total = { files: 0, apparent: 0, allocated: statSync(folder).blocks * 512 };
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = sizeOf(path);
      total.files += inner.files;
      total.apparent += inner.apparent;
      total.allocated += inner.allocated;
    } else {
      const { size, blocks } = statSync(path);
      total.files++;
      total.apparent += size;
      total.allocated += blocks * 512;
    }
  }
  return total;
}

/** Peak resident memory in MB of a command line run, read from the process itself just before it ends. */
function peakMemory(file) {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) / 1024 : null;
}

function importAll(folder, count) {
  const home = newHome(`import-${Math.random().toString(36).slice(2)}`);
  const archive = join(home, 'Documents/Nachlese');
  const memory = join(home, 'memory');
  const hook = join(work, 'memory.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(memory)}, String(process.resourceUsage().maxRSS)));`,
  );
  const result = measured(
    process.execPath,
    ['-r', hook, cli, '--archive', archive, '--json', 'import', folder],
    homeEnvironment(home),
  );
  if (result.status !== 0)
    throw new Error(`import ended with ${result.status}: ${result.err}${result.out.slice(0, 500)}`);
  const report = JSON.parse(result.out);
  if (report.imported.length !== count) throw new Error(`${report.imported.length} of ${count} articles were imported`);
  return { home, archive, seconds: result.seconds, memory: peakMemory(memory) };
}

/** Counts fsync and fdatasync of an import, by strace; null where there is none. */
function fsyncsPerArticle(folder, count) {
  const home = newHome('traced');
  const archive = join(home, 'Documents/Nachlese');
  const file = join(work, 'fsyncs');
  const tracer = ['-f', '-c', '-qq', '-e', 'trace=fsync,fdatasync,rename,renameat2,link', '-o', file];
  const importing = [process.execPath, cli, '--archive', archive, '--json', 'import', folder];
  const { status, error } = spawnSync('strace', [...tracer, ...importing], {
    env: homeEnvironment(home),
    stdio: 'ignore',
  });
  if (error || status !== 0) return null;
  const calls = {};
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const columns = line.trim().split(/\s+/);
    const name = columns.at(-1);
    if (/^(?:fsync|fdatasync|rename|renameat2|link)$/.test(name)) calls[name] = Number(columns[3]) / count;
  }
  return calls;
}

/** Starts that never came to a window; said in the result, not hidden in a median. */
let hung = 0;

async function start(options) {
  try {
    return await usableWindow(options);
  } catch (error) {
    hung++;
    console.log(`A start on ${options.home} failed: ${String(error).split('\n')[0]}`);
    return { window: null, usable: null };
  }
}

const round = (value, digits = 0) => (value === null ? null : Number(value.toFixed(digits)));

async function bench() {
  const [loadAtStart] = loadavg();
  const { texts, origin } = articles(COUNT);
  const folder = join(work, 'articles');
  mkdirSync(folder);
  for (const [index, text] of texts.entries())
    writeFileSync(join(folder, `${String(index).padStart(4, '0')}.txt`), text);
  const few = join(work, 'few');
  mkdirSync(few);
  for (const [index, text] of texts.slice(0, WATCHED).entries()) writeFileSync(join(few, `${index}.txt`), text);

  console.log(`Importing ${COUNT} articles (${origin}), ${runs} times …`);
  const imports = Array.from({ length: runs }, () => importAll(folder, COUNT));
  const last = imports.at(-1);
  const size = sizeOf(join(last.archive, 'articles'));
  const characters = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const calls = fsyncsPerArticle(few, Math.min(WATCHED, COUNT));

  const display = await testDisplay();
  const electron = await findElectron({ say: (line) => console.log(line) });
  const starts = {};
  if (electron && display.name) {
    const options = { electron: electron.binary, root, display: display.name };
    console.log(`Starting the window, ${runs} times each …`);
    const first = [];
    for (let run = 0; run < runs; run++) first.push(await start({ ...options, home: newHome(`first-${run}`) }));
    starts.first = first;
    const home = newHome('again');
    await start({ ...options, home });
    starts.again = [];
    for (let run = 0; run < runs; run++) starts.again.push(await start({ ...options, home }));
    starts.large = [];
    await start({ ...options, home: last.home });
    for (let run = 0; run < runs; run++) starts.large.push(await start({ ...options, home: last.home }));
  }
  display.close();

  const seconds = median(imports.map((run) => run.seconds));
  const result = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGb: round(totalmem() / 2 ** 30, 1),
      node: process.version,
      load: round(loadAtStart, 1),
    },
    electron: electron ? electron.kind : null,
    failedStarts: hung,
    runs,
    articles: { count: COUNT, origin, bytesOfText: Math.round(characters / COUNT) },
    startMs: Object.fromEntries(
      Object.entries(starts).map(([name, values]) => [
        name,
        {
          window: round(median(values.map((value) => value.window))),
          usable: round(median(values.map((value) => value.usable))),
        },
      ]),
    ),
    import: {
      seconds: round(seconds, 2),
      articlesPerSecond: round(COUNT / seconds),
      peakMemoryMb: round(median(imports.map((run) => run.memory))),
    },
    disk: {
      filesPerArticle: round(size.files / COUNT, 2),
      apparentPerArticle: round(size.apparent / COUNT),
      allocatedPerArticle: round(size.allocated / COUNT),
    },
    callsPerArticle: calls && Object.fromEntries(Object.entries(calls).map(([name, value]) => [name, round(value, 2)])),
  };
  const results = join(root, 'bench/results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'start.json'), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(results, 'start.md'), asMarkdown(result));
  console.log(asMarkdown(result));
}

function asMarkdown({
  date,
  machine,
  electron,
  failedStarts,
  runs: count,
  articles: kept,
  startMs,
  import: imported,
  disk,
  callsPerArticle,
}) {
  const start = (name, label) =>
    startMs[name] ? `| ${label} | window ${startMs[name].window} ms, usable ${startMs[name].usable} ms |\n` : '';
  const calls = callsPerArticle
    ? Object.entries(callsPerArticle)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')
    : 'not measured (no strace)';
  return `# What starting and keeping cost

Medians of ${count} runs, ${date}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, load ${machine.load} before, Node ${machine.node}, Electron: ${
    electron === 'test' ? 'the test runtime (22.3.25)' : (electron ?? 'none')
  }. Made by \`npm run bench -- start\`. "Usable" is when the list shows its articles and the search box has the focus.${
    failedStarts > 0 ? ` ${failedStarts} starts failed and are left out.` : ''
  }

| what | cost |
| --- | --- |
${start('first', 'first start, nothing there yet')}${start('again', 'start again, one article')}${start('large', `start with ${kept.count} articles`)}| import of ${kept.count} plain-text articles (${kept.bytesOfText} bytes each, ${kept.origin}) | ${imported.seconds} s: ${imported.articlesPerSecond} articles a second, peak memory ${imported.peakMemoryMb} MB |
| on disk per article | ${disk.apparentPerArticle} bytes apparent, ${disk.allocatedPerArticle} allocated, ${disk.filesPerArticle} files |
| system calls per article | ${calls} |
`;
}

try {
  if (args.includes('--installed')) await measureInstalled({ args, runs, newHome, start });
  else await bench();
} finally {
  rmSync(work, { recursive: true, force: true });
}
