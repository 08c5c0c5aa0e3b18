import type { ArticleTexts } from './cache/text-log.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { passes } from './filter-articles.ts';
import { phraseLeaf, readText } from './matching/find-matches.ts';
import type { Filter, PhraseNode } from './query/query-node.ts';
import type { FieldName } from './segments/word-query.ts';
import type { TermRules } from './terms/term-rules.ts';

const MAX_FILTERS = 64;

/** What a search asks of single articles: whether they pass a filter, and whether a phrase stands in them. */
export class ArticleTests {
  readonly #catalogue: Catalogue;
  readonly #rules: TermRules;
  readonly #textsOf: (entry: CatalogueEntry) => ArticleTexts | null;
  readonly #filters = new Map<string, Uint8Array>();

  constructor(catalogue: Catalogue, rules: TermRules, textsOf: (entry: CatalogueEntry) => ArticleTexts | null) {
    this.#catalogue = catalogue;
    this.#rules = rules;
    this.#textsOf = textsOf;
  }

  /** One byte an article number, 1: it passes. Kept until anything changes: each letter typed asks the same filters again. */
  passes(filter: Filter): Uint8Array {
    const name = JSON.stringify(filter);
    let table = this.#filters.get(name);
    if (!table) {
      // Memory that both scanning threads can read.
      table = new Uint8Array(new SharedArrayBuffer(this.#catalogue.ordinalCount));
      for (const entry of this.#catalogue.entries()) if (passes(entry, filter)) table[entry.ordinal] = 1;
      if (this.#filters.size >= MAX_FILTERS) this.#filters.clear();
      this.#filters.set(name, table);
    }
    return table;
  }

  /** To be called after each change of the catalogue. */
  forget(): void {
    this.#filters.clear();
  }

  /** Whether a phrase stands in a field, read letter by letter. */
  hasPhrase(ordinal: number, node: PhraseNode, field: FieldName): boolean {
    const entry = this.#catalogue.at(ordinal);
    if (!entry) return false;
    const leaf = phraseLeaf({ ...node, joined: null }, this.#rules);
    const { row, kicker, authors } = entry;
    const texts = field === 'text' || field === 'notes' ? this.#textsOf(entry) : null;
    const places = {
      title: [row.title, kicker ?? ''],
      text: [texts?.text ?? ''],
      more: [...authors, ...row.tags, row.source],
      notes: texts?.notes.map((note) => note.text) ?? [],
    }[field];
    return places.some((text) => leaf.find(readText(text, row.language, this.#rules)).length > 0);
  }
}
