import type { Completion } from '#contract';
import { FIELD_NAMES, HAS_VALUES, IS_VALUES, OFFERED_FIELDS, type FieldKind } from './query/query-fields.ts';
import type { SearchEngine } from './search-engine.ts';
import { foldWord } from './terms/fold-word.ts';
import { cutWords } from './terms/word-spans.ts';

const MAX_FIELDS = 4;
const MAX_VALUES = 12;

/** Proposes fields and their values for the end of a query. Words are not proposed: the list shows at once what they find. */
export class Completions {
  readonly #engine: SearchEngine;

  constructor(engine: SearchEngine) {
    this.#engine = engine;
  }

  complete(query: string): Completion[] {
    const quoted = /(?:^|[\s(-])((\p{L}+):["„“])([^"„“”«»]*)$/u.exec(query);
    if (quoted) return this.#quoted(quoted[1]!, quoted[2]!, quoted[3]!);
    const last = /\S*$/.exec(query)?.[0] ?? '';
    // Not of an excluded word or inside parentheses only: the sign before it stays.
    const sign = /^[-(]*/.exec(last)?.[0] ?? '';
    const typed = last.slice(sign.length);
    if (typed === '' || /["„“”«»]/u.test(typed)) return [];
    const [, name, value] = /^(\p{L}+):(.*)$/u.exec(typed) ?? [];
    const field = name === undefined ? undefined : FIELD_NAMES.get(name.toLowerCase());
    if (!field || name === undefined || value === undefined) return signed(fieldNames(typed), sign);
    return 'kind' in field ? signed(this.#values(name, field.kind, value), sign) : [];
  }

  /** A value being typed in quotation marks: what is behind its last blank is replaced. */
  #quoted(opening: string, name: string, typed: string): Completion[] {
    const field = FIELD_NAMES.get(name.toLowerCase());
    if (!field || !('kind' in field)) return [];
    const blank = typed.lastIndexOf(' ') + 1;
    const key = foldWord(typed);
    return [...this.#counted(field.kind, name)]
      .filter(([value]) => foldWord(value).startsWith(key) && value.length > typed.length)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MAX_VALUES)
      .map(([value, count]) => {
        const text = `${blank > 0 ? value.slice(blank) : opening + value}"`;
        return { text, kind: 'value', count: count === 0 ? null : count };
      });
  }

  #values(name: string, kind: FieldKind, typed: string): Completion[] {
    const key = foldWord(typed);
    return [...this.#counted(kind, name)]
      .filter(([value]) => cutWords(value).some((word) => foldWord(word).startsWith(key)) || key === '')
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MAX_VALUES)
      .map(([value, count]) => {
        const text = `${name}:${/\s/.test(value) ? `"${value}"` : value}`;
        return { text, kind: 'value', count: count === 0 ? null : count };
      });
  }

  #counted(kind: FieldKind, name: string): Map<string, number> {
    const counts = new Map<string, number>();
    const german = /^(?:hat|ist)$/i.test(name);
    if (kind === 'has' || kind === 'is') {
      const firstOf = new Set<string>();
      for (const [value, meaning] of kind === 'has' ? HAS_VALUES : IS_VALUES) {
        const isGerman = value !== meaning;
        if (isGerman !== (german && meaning !== 'video') || firstOf.has(meaning)) continue;
        firstOf.add(meaning);
        counts.set(value, 0);
      }
      return counts;
    }
    const count = (value: string | null) => {
      if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
    };
    for (const { row, authors } of this.#engine.catalogue.entries()) {
      if (kind === 'source') count(row.source);
      else if (kind === 'language') count(row.language);
      else if (kind === 'author') for (const author of authors) count(author);
      else if (kind === 'tag') for (const tag of row.tags) count(tag);
      else count((row.published ?? row.archived).slice(0, 7));
    }
    return counts;
  }
}

function fieldNames(typed: string): Completion[] {
  const lower = typed.toLowerCase();
  return OFFERED_FIELDS.filter((name) => name.startsWith(lower))
    .slice(0, MAX_FIELDS)
    .map((name) => ({ text: `${name}:`, kind: 'field', count: null }));
}

const signed = (proposals: readonly Completion[], sign: string): Completion[] =>
  proposals.map((proposal) => ({ ...proposal, text: sign + proposal.text }));
