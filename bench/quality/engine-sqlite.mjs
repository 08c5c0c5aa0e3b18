// node engine-sqlite.mjs FOLDER: SQLite FTS5, tokenizer unicode61 with accents removed, ranked by its bm25.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const Database = createRequire(join(import.meta.dirname, '../search/package.json'))('better-sqlite3');
const [folder] = process.argv.slice(2);
const { articles, queries } = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8'));
const database = new Database(':memory:');
database.exec(
  "create virtual table articles using fts5(id unindexed, title, text, tokenize='unicode61 remove_diacritics 2')",
);
const insert = database.prepare('insert into articles values (?, ?, ?)');
for (const { id, title, text } of articles) insert.run(id, title, text);
const search = database.prepare(
  'select id from articles where articles match ? order by bm25(articles, 0, 3, 1) limit 10',
);
const answers = {};
for (const { id, words } of queries) {
  answers[id] = search.all(words.map((word) => `"${word}"`).join(' AND ')).map((row) => row.id);
}
const version = database.prepare('select sqlite_version()').pluck().get();
console.log(JSON.stringify({ answers, version }));
