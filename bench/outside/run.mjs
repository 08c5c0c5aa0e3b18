// npm run bench -- outside [--articles N] [--quick] [--built FOLDER] [--profile]: how long after a change by another
// process (a sync client, git, a person) list and search of a running archive are right. The archive runs as a process of
// its own, `nachlese serve`; this process changes its folder: one article at a time, 100 and 1,000 at a time, each mixed of
// edits in place, additions, deletions and folders renamed into place. Writes bench/results/outside-N.{json,md}.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { homeEnvironment } from '../../scripts/home-environment.mjs';
import { largeHome } from '../start/large-home.mjs';
import { median } from '../start/usable-window.mjs';
import { startService } from '../../scripts/archive-service.mjs';
import { idsIn, OutsideEdits } from './outside-edits.mjs';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '20000' },
    quick: { type: 'boolean' },
    built: { type: 'string' },
    profile: { type: 'boolean' },
  },
});
const count = Number(values.articles);
const root = join(import.meta.dirname, '../..');
const program = join(values.built ?? join(root, 'out'), 'main/serve.cjs');
/** Articles changed at once → rounds. */
const ROUNDS = values.quick ? { 1: 4, 100: 2, 1000: 1 } : { 1: 10, 100: 5, 1000: 2 };
/** ms; RULINGS 21. */
const GOAL = 5_000;
const GIVE_UP = 120_000;
const KINDS = ['edit', 'add', 'remove', 'replace'];

/** A word that is in no article yet. */
const letters = (number) => [...String(number)].map((digit) => 'bcdfghklmz'[digit]).join('');
const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));
const say = (line) => console.log(line);

/** ms from the start until everything is listed and nothing is being indexed. */
async function settled({ call }, articles) {
  const started = performance.now();
  // As the window does: what can wait begins when it has its list.
  await call('listArticles', { sort: 'newest', offset: 0, limit: 200, collection: null });
  for (;;) {
    const status = await call('status');
    if (status.articles === articles && status.indexing === null) return performance.now() - started;
    await pause(200);
  }
}

/** ms from a change of one article until it is found: the watches of a large archive are made one after the other. */
async function watched(service, edits, id) {
  const started = performance.now();
  const word = `wort${letters(Date.now())}`;
  edits.edit(id, word);
  await rightAfter(service, word, 1, null);
  return performance.now() - started;
}

/** ms until the search for a word and the list give these numbers. */
async function rightAfter({ call }, word, hits, listed) {
  const started = performance.now();
  for (;;) {
    const { total } = await call('search', {
      query: word,
      offset: 0,
      limit: 1,
      sort: 'relevance',
      withoutExcerpts: true,
      // As the window asks while somebody types: a number is counted only when it is right.
      caller: 'bench',
    });
    if (total === hits) {
      const list = await call('listArticles', { sort: 'newest', offset: 0, limit: 1, collection: null });
      if (listed === null || list.total === listed) return performance.now() - started;
    }
    if (performance.now() - started > GIVE_UP) throw new Error(`"${word}": ${total} instead of ${hits}`);
    await pause(hits > 50 ? 100 : 25);
  }
}

// A copy of its own, as it is changed; kept with its index, which belongs to its path.
const home = join(root, `test-results/bench/outside-${count}`);
const archive = join(home, 'Documents/Nachlese');
if (!existsSync(join(home, 'ready.json'))) {
  rmSync(home, { recursive: true, force: true });
  cpSync(largeHome(count, say).home, home, { recursive: true });
}
// Thousands of articles that earlier runs deleted are missed by nobody.
rmSync(join(home, '.local/share/nachlese/lost-files'), { recursive: true, force: true });
const elsewhere = mkdtempSync(join(home, 'elsewhere-'));

let service = null;
try {
  const inspect = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${join(home, 'profile')}`] : [];
  service = await startService(program, archive, homeEnvironment(home), { inspect });
  const edits = new OutsideEdits(archive, elsewhere);
  let ids = idsIn(archive);
  const take = () => ids.splice(Math.floor((ids.length * 0.618) % ids.length), 1)[0];
  const inStep = await settled(service, ids.length);
  const watches = await watched(service, edits, ids.at(-1));
  say(`${ids.length} articles, in step after ${Math.round(inStep)} ms, watched ${Math.round(watches)} ms later`);
  const outcome = {};
  for (const [size, rounds] of Object.entries(ROUNDS)) {
    const times = [];
    for (let round = 0; round < rounds; round++) {
      const word = `wort${letters(Date.now())}`;
      const kept = [];
      let hits = 0;
      const began = performance.now();
      for (let number = 0; number < Number(size); number++) {
        const kind = KINDS[(number + round) % KINDS.length];
        const id = take();
        const added = edits[kind](id, word);
        if (kind !== 'remove') {
          hits++;
          kept.push(id);
        }
        if (added) kept.push(added);
      }
      const writing = performance.now() - began;
      ids.push(...kept);
      const time = await rightAfter(service, word, hits, ids.length);
      times.push({ time, writing });
      say(`${size} changed in ${Math.round(writing)} ms: right ${Math.round(time)} ms later`);
      await pause(500);
    }
    outcome[size] = {
      rounds,
      writing: median(times.map((one) => one.writing)),
      median: median(times.map((one) => one.time)),
      worst: Math.max(...times.map((one) => one.time)),
    };
  }
  const memory = memoryOf(service.pid);
  write({ articles: ids.length, inStep, watches, memory, outcome });
} finally {
  await service?.end();
  rmSync(elsewhere, { recursive: true, force: true });
}

function memoryOf(pid) {
  const file = `/proc/${pid}/status`;
  return existsSync(file) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024 : null;
}

function write(measured) {
  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    load: loadavg()[0],
    node: process.version,
  };
  const result = { date: new Date().toISOString().slice(0, 10), machine, goal: GOAL, ...measured };
  const text = asMarkdown(result);
  say(text);
  if (values.quick) return;
  const path = join(root, `bench/results/outside-${count}`);
  writeFileSync(`${path}.json`, `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(`${path}.md`, text);
}

function asMarkdown({ date, machine, articles, inStep, watches, memory, outcome, goal }) {
  const rows = Object.entries(outcome).map(
    ([size, { rounds, writing, median: middle, worst }]) =>
      `| ${size} | ${rounds} | ${Math.round(writing)} ms | **${Math.round(middle)} ms** | ${Math.round(worst)} ms | ${worst <= goal ? 'held' : 'missed'} |`,
  );
  return `# Changes from outside

How long after another process changed the folder of a running archive of ${articles} articles its list and its search are
right. ${date}, ${machine.cores} cores (${machine.processor}), ${machine.memory}, load ${machine.load.toFixed(1)} at the end, Node ${machine.node}. Made by
\`npm run bench -- outside --articles ${count}\`. Each change is an edit in place, an addition file by file, a deletion or a folder
renamed into place, mixed evenly; the time counts from the last write until a search for a word of this round gives exactly
its articles and the list has exactly as many as there are.

| articles changed at once | rounds | writing them (median) | right after, median | right after, worst | goal of ${goal / 1000} s |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

After its start the service was in step after ${(inStep / 1000).toFixed(1)} s, and all folders were watched ${(watches / 1000).toFixed(1)} s later. It
took ${Math.round(memory)} MB at most.
`;
}
