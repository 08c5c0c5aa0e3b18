// node engine-flexsearch.mjs query CORPUS COUNT FOLDER: FlexSearch, tokenizer "forward", built and asked in one process.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import FlexSearch from 'flexsearch';
import { readCorpus } from './corpus.mjs';
import { measureClasses, now, report } from './measure.mjs';
import { cut, fold } from './queries.mjs';

const [, corpus, count, folder] = process.argv.slice(2);
const started = now();
const index = new FlexSearch.Index({ tokenize: 'forward', encode: (text) => cut(text).map(fold) });
for (const { id, title, text } of readCorpus(corpus, Number(count))) index.add(id, `${title} ${text}`);
const build = now() - started;
const classes = JSON.parse(readFileSync(join(folder, `queries-${count}.json`), 'utf8'));
const search = ({ words }) => index.search(words.join(' '), { limit: 20 }).length;
report({ build, classes: await measureClasses(classes, search, ['fuzzy', 'phrase']) });
