// npm run bench -- search [--articles N] [--quick] [--rounds N]: this program's search beside its peers, on the same
// articles, one process after the other. Each engine is asked in several processes, turn by turn, and medians are taken:
// machines that others share are at times half as fast for seconds. Writes bench/results/search-N.{json,md,svg}.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CORPUS_VERSION, writeCorpus } from './corpus.mjs';
import { buildSearch, installPeers, python, runEngine } from './peers.mjs';
import { drawPlot, writeTable } from './present.mjs';
import { makeQueries } from './queries.mjs';
import { medianOf } from './rounds.mjs';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '10000' },
    quick: { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
  },
});
const count = Number(values.articles);
if (!Number.isInteger(count) || count < 100) throw new Error('--articles takes a number from 100 on');
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1 on');

const here = import.meta.dirname;
const root = join(here, '../..');
const folder = join(here, 'work');
const results = join(root, 'bench/results');
const corpus = join(folder, `corpus-${CORPUS_VERSION}-${count}.jsonl`);
const queries = join(folder, `queries-${count}.json`);
mkdirSync(folder, { recursive: true });
mkdirSync(results, { recursive: true });

/** FlexSearch and Orama take many minutes and gigabytes beyond this. */
const SMALL = 20_000;

prepare();
await buildSearch(join(folder, 'built'));
const built = join(folder, 'nachlese');
rmSync(built, { recursive: true, force: true });
const indexed = {
  Nachlese: make(
    'engine-nachlese.mjs',
    () => sizeOf(built, /^segment/),
    () => sizeOf(built, /^(?:texts|catalogue)/),
  ),
  'SQLite FTS5': make('engine-sqlite.mjs', () => statSync(join(folder, 'sqlite.db')).size),
};
if (existsSync(python)) indexed.Tantivy = make('engine_tantivy.py', () => sizeOf(join(folder, 'tantivy'), /./));
if (!values.quick)
  indexed.MiniSearch = make('engine-minisearch.mjs', () => statSync(join(folder, 'minisearch.json')).size);
const engines = askInTurns(indexed);
if (!values.quick && count <= SMALL) {
  engines.FlexSearch = run('engine-flexsearch.mjs', 'query');
  engines.Orama = run('engine-orama.mjs', 'query');
}

const machine = {
  processor: cpus()[0]?.model ?? '',
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  load: readLoad(),
};
const outcome = { articles: count, made: new Date().toISOString(), machine, engines };
writeFileSync(join(results, `search-${count}.json`), `${JSON.stringify(outcome, null, 2)}\n`);
writeFileSync(join(results, `search-${count}.md`), writeTable(outcome));
writeFileSync(join(results, `search-${count}.svg`), drawPlot(outcome));
console.log(writeTable(outcome));

function prepare() {
  installPeers(say);
  if (!existsSync(corpus)) {
    say(`write ${count} articles`);
    writeCorpus(corpus, count);
    rmSync(queries, { force: true });
  }
  if (!existsSync(queries)) writeFileSync(queries, JSON.stringify(makeQueries(corpus, count)));
}

/** What building it took, and its script. */
function make(script, size, cache) {
  const made = run(script, 'build');
  if (made.failed) return { script, made };
  return {
    script,
    made: {
      build: made.build,
      buildCpu: made.cpu,
      found: made.found,
      foundFirst: made.foundFirst,
      buildMemory: made.memory,
      bytes: size(),
      cacheBytes: cache?.(),
    },
  };
}

/** One engine after the other, and all of them again; MiniSearch takes minutes, and is asked once. */
function askInTurns(made) {
  const asked = Object.fromEntries(Object.keys(made).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, { script, made: own }] of Object.entries(made))
      if (!own.failed && (round === 0 || name !== 'MiniSearch')) asked[name].push(run(script, 'query'));
  const sumUp = (results) => results.find(({ failed }) => failed) ?? medianOf(results);
  const entries = Object.entries(made).map(([name, { made: own }]) => [
    name,
    own.failed ? own : { ...sumUp(asked[name]), ...own, rounds: asked[name].length },
  ]);
  return Object.fromEntries(entries);
}

function run(script, mode) {
  say(`${script} ${mode}`);
  return runEngine(join(here, script), [mode, corpus, String(count), folder]);
}

function sizeOf(path, names) {
  return readdirSync(path)
    .filter((name) => names.test(name))
    .reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
}

function readLoad() {
  return Number(execFileSync('cat', ['/proc/loadavg'], { encoding: 'utf8' }).split(' ')[0]);
}

function say(text) {
  console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);
}
