// node engine-sqlite.mjs build|query CORPUS COUNT FOLDER: SQLite FTS5, contentless, umlauts folded, prefixes 2 and 3.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readCorpus } from './corpus.mjs';
import { measureClasses, now, report } from './measure.mjs';

const [mode, corpus, count, folder] = process.argv.slice(2);
const path = join(folder, 'sqlite.db');
const started = now();
if (mode === 'build') {
  rmSync(path, { force: true });
  const database = new Database(path);
  database.exec(
    "create virtual table articles using fts5(title, text, tags, content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
  );
  const insert = database.prepare('insert into articles(rowid, title, text, tags) values (?, ?, ?, ?)');
  database.transaction(() => {
    let at = 0;
    for (const { title, text, tags } of readCorpus(corpus, Number(count)))
      insert.run(++at, title, text, tags.join(' '));
  })();
  database.exec("insert into articles(articles) values ('optimize')");
  database.close();
  report({ build: now() - started });
} else {
  const database = new Database(path, { readonly: true });
  database.pragma('cache_size = -65536');
  const search = database.prepare('select rowid from articles where articles match ? order by rank limit 20');
  const typed = ({ words, prefix, phrase }) =>
    phrase
      ? `"${words.join(' ')}"`
      : words.map((word, at) => `"${word}"${prefix && at === words.length - 1 ? '*' : ''}`).join(' AND ');
  search.all('"regierung"');
  const start = now() - started;
  const classes = JSON.parse(readFileSync(join(folder, `queries-${count}.json`), 'utf8'));
  report({ start, classes: await measureClasses(classes, (query) => search.all(typed(query)).length, ['fuzzy']) });
}
