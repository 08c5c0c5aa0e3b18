// node engine-orama.mjs query CORPUS COUNT FOLDER: Orama, built and asked in one process; it always expands prefixes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, insert, search } from '@orama/orama';
import { readCorpus } from './corpus.mjs';
import { measureClasses, now, report } from './measure.mjs';

const [, corpus, count, folder] = process.argv.slice(2);
const started = now();
const database = create({ schema: { title: 'string', text: 'string' }, language: 'german' });
for (const { id, title, text } of readCorpus(corpus, Number(count))) insert(database, { id, title, text });
const build = now() - started;
const classes = JSON.parse(readFileSync(join(folder, `queries-${count}.json`), 'utf8'));
const ask = async ({ words, fuzzy }) =>
  (await search(database, { term: words.join(' '), limit: 20, threshold: 0, tolerance: fuzzy ? 1 : 0 })).count;
report({ build, classes: await measureClasses(classes, ask, ['phrase']) });
