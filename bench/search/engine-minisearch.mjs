// node engine-minisearch.mjs build|query CORPUS COUNT FOLDER: MiniSearch as it comes, from its JSON.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { readCorpus } from './corpus.mjs';
import { measureClasses, now, report } from './measure.mjs';
import { cut, fold } from './queries.mjs';

const [mode, corpus, count, folder] = process.argv.slice(2);
const path = join(folder, 'minisearch.json');
const options = { fields: ['title', 'text', 'tags'], tokenize: cut, processTerm: fold };
const started = now();
if (mode === 'build') {
  const index = new MiniSearch(options);
  for (const article of readCorpus(corpus, Number(count))) index.add(article);
  const build = now() - started;
  writeFileSync(path, JSON.stringify(index));
  report({ build, bytes: statSync(path).size });
} else {
  const index = MiniSearch.loadJSON(readFileSync(path, 'utf8'), options);
  const search = ({ words, prefix, fuzzy }) =>
    index.search(words.join(' '), {
      combineWith: 'AND',
      prefix: prefix ? (term, at, terms) => at === terms.length - 1 : false,
      fuzzy: fuzzy ? 0.2 : false,
    }).length;
  search({ words: ['regierung'] });
  const start = now() - started;
  const classes = JSON.parse(readFileSync(join(folder, `queries-${count}.json`), 'utf8'));
  report({ start, classes: await measureClasses(classes, search, ['phrase']) });
}
