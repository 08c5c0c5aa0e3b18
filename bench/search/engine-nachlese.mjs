// node engine-nachlese.mjs build|query CORPUS COUNT FOLDER: this program's search as the window uses it, in its threads.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readCorpus } from './corpus.mjs';
import { measureClasses, now, report, used } from './measure.mjs';
import { measureOdd, measureStop } from './odd-queries.mjs';

const [mode, corpus, count, folder] = process.argv.slice(2);
const built = join(folder, 'built');
const { openSearch } = createRequire(import.meta.url)(join(built, 'open-search.cjs'));
const createWorker = (options) => new Worker(join(built, 'search-worker.cjs'), options);
const started = now();
const index = await openSearch(
  { cacheFolder: join(folder, 'nachlese'), archiveId: 'bench', now: () => new Date() },
  createWorker,
);

const article = ({ id, title, text, language, tags, source, date }) => ({
  row: {
    ...{ id, title, source, published: date, archived: date, language, url: null, tags, notes: 0 },
    ...{ read: false, starred: false, words: text.length / 6, image: null, unreadable: false },
  },
  ...{ stamp: '1', address: null, textHash: id, kicker: null, authors: [], text },
  ...{ hasImage: false, hasVideo: false, hasHighlight: false, notes: [] },
});
/** A round of the short form is over before an archive is idle. */
/** Articles saved one by one after the build, the first of them cold. */
const SAVED = 11;
const DAY = '2025-01-01';
const isShort = 'BENCH_CAP' in process.env;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const typed = ({ words, prefix, fuzzy, phrase }) =>
  phrase ? `"${words.join(' ')}"` : fuzzy ? `${words[0]}~` : words.join(' ') + (prefix ? '' : ' ');
const ask = (query) => index.search({ query, offset: 0, limit: 20, sort: 'relevance', withoutExcerpts: true });

if (mode === 'build') {
  let batch = [];
  for (const one of readCorpus(corpus, Number(count))) {
    batch.push(article(one));
    if (batch.length === 64) {
      await index.put(batch);
      batch = [];
    }
  }
  await index.put(batch);
  await index.flush();
  const build = now() - started;
  // The peak is of all threads, as the system counts the process.
  const needed = used();
  const times = [];
  for (let round = 0; round < SAVED; round++) {
    const word = `Zyxwvut${'aeiou'[round % 5].repeat(1 + Math.floor(round / 5))}`;
    const text = `Ein ${word} steht hier.`;
    const saved = now();
    await index.put([
      article({ id: `new${round}`, title: 'Neu', text, language: 'de', tags: [], source: '', date: DAY }),
    ]);
    const { total } = await ask(`${word} `);
    times.push(now() - saved);
    if (total !== 1) throw new Error('a saved article was not found');
  }
  const [foundFirst] = times;
  const found = times.sort((a, b) => a - b)[SAVED >> 1];
  // An archive learns words from its first articles when it is left alone for a while, and builds its segments anew with
  // them: that must not happen while queries are measured.
  if (!isShort) await pause(30_000);
  await index.flush();
  report({ build, found, foundFirst, ...needed });
} else {
  const classes = JSON.parse(readFileSync(join(folder, `queries-${count}.json`), 'utf8'));
  const opened = now();
  // The window's own call is answered from what is loaded by then; one without a caller when all is.
  await index.search({
    ...{ query: 'regierung', offset: 0, limit: 20, sort: 'relevance', withoutExcerpts: true, caller: 'start' },
  });
  const startFirst = now() - started;
  await ask('regierung');
  const start = now() - started;
  // What a keystroke asks before all is loaded is answered, too; measured is the index at rest, its lists joined.
  await index.flush();
  if (!isShort) await pause(8_000);
  const results = await measureClasses(classes, async (query) => (await ask(typed(query))).total);
  const words = (classes.and2 ?? []).map(({ words }) => words[0]).slice(0, 20);
  const last = [];
  for (const word of words) {
    let answer;
    for (let length = 1; length <= word.length; length++) {
      const pressed = now();
      answer = index
        .search({
          query: word.slice(0, length),
          offset: 0,
          limit: 20,
          sort: 'relevance',
          withoutExcerpts: true,
          caller: 'box',
        })
        .then(
          () => now() - pressed,
          () => null,
        );
      if (length < word.length) await new Promise((resolve) => setTimeout(resolve, 80));
    }
    last.push(await answer);
  }
  last.sort((a, b) => a - b);
  const stopped = await measureStop((query) =>
    index.search({ query, offset: 0, limit: 20, sort: 'relevance', withoutExcerpts: true, caller: 'box' }),
  );
  const odd = await measureOdd(ask);
  const after = used();
  // V8 gives back what it held for new objects when a program has had nothing to do for a while.
  if (!isShort) await pause(20_000);
  report({
    ...after,
    atRest: used().memory.rss,
    stopped,
    odd,
    start,
    startFirst,
    opened: opened - started,
    classes: results,
    typing: last.length > 0 ? { p50: last[10], p95: last[19] } : undefined,
  });
}
await index.close();
