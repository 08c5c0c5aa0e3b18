// npm run bench -- quality: how much of what somebody looks for is found, beside SQLite FTS5, Tantivy with its German
// stemmer and PostgreSQL's configuration "german". Writes bench/results/quality.{json,md}.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSearch, installPeers, python, runEngine } from '../search/peers.mjs';
import { hasNews, readArticles } from './articles.mjs';
import { makeKnownItems } from './known-items.mjs';
import { writeTable } from './present.mjs';
import { scoreJudged, scoreKnownItems } from './score.mjs';

const here = import.meta.dirname;
const folder = join(here, 'work');
const results = join(here, '../results');
const say = (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
mkdirSync(results, { recursive: true });
installPeers(say);
await buildSearch(join(folder, 'built'));

const articles = readArticles(folder);
const known = makeKnownItems(articles);
const judged = hasNews ? JSON.parse(readFileSync(join(here, 'judged-queries.json'), 'utf8')) : [];
const asked = judged.map(({ query }) => ({ id: `judged: ${query}`, kind: 'judged', words: query.split(' ') }));
writeFileSync(join(folder, 'input.json'), JSON.stringify({ articles, queries: [...known, ...asked] }));

const engines = {};
for (const [name, script] of [
  ['Nachlese', 'engine-nachlese.mjs'],
  ['SQLite FTS5', 'engine-sqlite.mjs'],
  ['Tantivy, German', 'engine_tantivy.py'],
  ['PostgreSQL, german', 'engine-postgres.mjs'],
]) {
  say(name);
  const result =
    script.endsWith('.py') && !existsSync(python)
      ? { skipped: 'no Python with venv' }
      : runEngine(join(here, script), [folder]);
  const reason = result.skipped ?? result.failed;
  engines[name] = reason
    ? { skipped: reason }
    : {
        version: result.version,
        known: scoreKnownItems(known, result.answers),
        judged: judged.length > 0 ? scoreJudged(judged, result.answers) : null,
      };
}
const outcome = {
  made: new Date().toISOString(),
  articles: articles.length,
  news: hasNews,
  judged: judged.length,
  engines,
};
writeFileSync(join(results, 'quality.json'), `${JSON.stringify(outcome, null, 2)}\n`);
writeFileSync(join(results, 'quality.md'), writeTable(outcome));
console.log(writeTable(outcome));
