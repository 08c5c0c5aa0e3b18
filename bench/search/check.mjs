// The small form of the benchmark, for every test run: 10,000 articles, this program and SQLite FTS5 one after the other,
// three rounds, the median of the rounds' ratios. The limits are far above what two free cores measure, and hold on a
// machine four times as busy as it has cores: they catch what makes the search slow, not what makes a machine slow.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS_VERSION, writeCorpus } from './corpus.mjs';
import { buildSearch, installPeers, runEngine } from './peers.mjs';
import { makeQueries } from './queries.mjs';

const COUNT = 10_000;
const ROUNDS = 3;
/** Seconds a class of queries may take in one round. */
const CAP = '0.6';

/** This program's p50 as a multiple of SQLite's, at most. */
const LIMITS = { stop: 0.8, frequent: 3, prefix1: 0.35, prefix2: 0.5, prefix3: 1 };
const DISK = 1;
/** Of processor time, which depends less on what else the machine does than the time on the wall: one run of each. */
const BUILD = 15;

/**
 * `{ skipped }` with the reason, or `{ checks: [{ title, ok }] }`. Takes about a minute on two cores; needs the
 * packages of this folder, which it installs.
 */
export async function checkSearch(say) {
  const folder = join(import.meta.dirname, 'work/check');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(folder, { recursive: true });
  try {
    installPeers(say, { withTantivy: false });
  } catch (error) {
    return { skipped: `the peers could not be installed: ${String(error.message).split('\n')[0]}` };
  }
  const corpus = join(folder, `corpus-${CORPUS_VERSION}.jsonl`);
  writeCorpus(corpus, COUNT);
  const queries = makeQueries(corpus, COUNT);
  const chosen = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, queries[name]]));
  writeFileSync(join(folder, `queries-${COUNT}.json`), JSON.stringify(chosen));
  await buildSearch(join(folder, 'built'));
  const run = (engine, mode) => {
    const script = join(import.meta.dirname, `engine-${engine}.mjs`);
    return runEngine(script, [mode, corpus, String(COUNT), folder], { BENCH_CAP: CAP });
  };
  const sqlite = run('sqlite', 'build');
  if (sqlite.failed) return { skipped: `SQLite does not run here: ${sqlite.failed}` };
  const own = run('nachlese', 'build');
  if (own.failed) return { checks: [{ title: `the search's benchmark runs: ${own.failed}`, ok: false }] };
  const rounds = Array.from({ length: ROUNDS }, () => [run('nachlese', 'query'), run('sqlite', 'query')]);
  const failed = rounds.flat().find((result) => result.failed)?.failed;
  if (failed) return { checks: [{ title: `the search's benchmark runs: ${failed}`, ok: false }] };
  const check = (what, ratio, limit) => ({
    title: `search, 10,000 articles: ${what} ${ratio.toFixed(2)} × SQLite, at most ${limit}`,
    ok: ratio <= limit,
  });
  const checks = Object.entries(LIMITS).map(([name, limit]) =>
    check(
      `${name} p50`,
      median(rounds.map(([mine, other]) => mine.classes[name].p50 / other.classes[name].p50)),
      limit,
    ),
  );
  checks.push(check('processor time to build', own.cpu / sqlite.cpu, BUILD));
  checks.push(check('index on disk', indexBytes(folder) / statSync(join(folder, 'sqlite.db')).size, DISK));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return { checks };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function indexBytes(folder) {
  const cache = join(folder, 'nachlese');
  if (!existsSync(cache)) return Infinity;
  const segments = readdirSync(cache).filter((name) => name.startsWith('segment'));
  return segments.reduce((sum, name) => sum + statSync(join(cache, name)).size, 0);
}
