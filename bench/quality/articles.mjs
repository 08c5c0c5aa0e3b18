// The articles quality is measured on: the shared German news as they are, else made ones.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCorpus, writeCorpus } from '../search/corpus.mjs';

const NEWS = join(import.meta.dirname, '../../../shared/corpus/german-news.tsv');

/** Whether the news are there: what was judged by hand is about them. */
export const hasNews = existsSync(NEWS);

/** `[{ id, title, text }]`; the title of news is their first sentence, which the text then lacks. */
export function readArticles(folder) {
  if (hasNews) {
    const lines = readFileSync(NEWS, 'utf8').split('\n').slice(1).filter(Boolean);
    return lines.map((line) => {
      const [id, , whole = ''] = line.split('\t');
      const end = /[.!?–]["“]?\s+(?=[\p{Lu}"„])/u.exec(whole.slice(20, 300));
      const cut = end ? end.index + 20 + 1 : Math.min(whole.length, 120);
      return { id, title: whole.slice(0, cut).trim(), text: whole.slice(cut).trim() };
    });
  }
  const path = join(folder, 'made.jsonl');
  writeCorpus(path, 700);
  return [...readCorpus(path)].map(({ id, title, text }) => ({ id, title, text }));
}
