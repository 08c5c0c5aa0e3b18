import type { SearchEngine } from './search-engine.ts';
import type { VocabularyWord } from './segments/word-query.ts';
import { foldWord } from './terms/fold-word.ts';
import { cutWords, visibleWord } from './terms/word-spans.ts';

/** A word of the index as it is written in an article that has it: the index knows its folded key only. */
export function spellWord(engine: SearchEngine, { key, document }: VocabularyWord): string {
  const entry = document === null ? undefined : engine.catalogue.at(document);
  if (!entry) return key;
  const { row, kicker, authors } = entry;
  const texts = engine.texts(entry);
  for (const text of [row.title, texts?.text ?? '', kicker ?? '', ...authors, ...row.tags, row.source]) {
    for (const word of cutWords(text)) if (foldWord(word) === key) return visibleWord(word);
  }
  for (const note of texts?.notes ?? []) {
    for (const word of cutWords(note.text)) if (foldWord(word) === key) return visibleWord(word);
  }
  return key;
}
