// node engine-nachlese.mjs FOLDER: this program's search as the window asks it. Where nothing is found, its suggestion
// ("Meinten Sie …") is followed: one click.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const { openSearch } = createRequire(import.meta.url)(join(folder, 'built/open-search.cjs'));
const { articles, queries } = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8'));
const options = { cacheFolder: join(folder, 'nachlese'), archiveId: 'quality', now: () => new Date() };
const index = await openSearch(options, null);
await index.put(
  articles.map(({ id, title, text }) => ({
    row: {
      ...{ id, title, source: '', published: null, archived: '2026-01-01', language: 'de', url: null, tags: [] },
      ...{ notes: 0, read: false, starred: false, words: 0, image: null, unreadable: false },
    },
    ...{ stamp: '1', address: null, textHash: id, kicker: null, authors: [], text },
    ...{ hasImage: false, hasVideo: false, hasHighlight: false, notes: [] },
  })),
);
await index.flush();
// At rest it learns nouns of the archive and builds its segments anew; 5 s after the last change it begins.
for (let waited = 0; waited < 60 && !existsSync(join(options.cacheFolder, 'archive-words.json')); waited++)
  await new Promise((resolve) => setTimeout(resolve, 500));
await index.flush();
const ask = (query) => index.search({ query, offset: 0, limit: 10, sort: 'relevance', withoutExcerpts: true });
const answers = {};
let suggested = 0;
for (const { id, words } of queries) {
  let answer = await ask(words.join(' '));
  if (answer.total === 0 && answer.suggestion !== null) {
    suggested++;
    answer = await ask(answer.suggestion);
  }
  answers[id] = answer.hits.map((hit) => hit.id);
}
await index.close();
console.log(JSON.stringify({ answers, suggested }));
