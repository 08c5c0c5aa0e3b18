import { ArchiveError } from '../../errors.ts';
import { normaliseAddress } from '../../article/address.ts';
import { cutWords } from '../terms/word-spans.ts';
import { printQuery } from './print-query.ts';
import { FIELD_NAMES, GERMAN_FIELDS } from './query-fields.ts';
import type { ParsedQuery, PhraseNode, QueryNode, RemarkCode, TextField, WordNode } from './query-node.ts';
import { readFilter } from './read-filter.ts';
import { readTokens, type QueryToken } from './read-tokens.ts';

/** Longer or wider queries are refused: nobody types them, and a pasted text is not a query. */
const MAX_CHARACTERS = 2_000;
const MAX_WORDS = 64;
/** Deeper parentheses are ignored. */
const MAX_DEPTH = 30;

/**
 * Reads a query (docs/search.md, "The query language"). A malformed one is understood as well as can be, with remarks; only one
 * that is too long is refused (`query-refused` with `reason`, `count` and `limit`).
 */
export function parseQuery(query: string): ParsedQuery {
  if (query.length > MAX_CHARACTERS) refuse(query, 'query-characters', query.length, MAX_CHARACTERS);
  // Same length, so that places stay true.
  const clean = query.replace(/[\0-\x1f\x7f]/g, ' ');
  const address = /^\s*(https?:\/\/[^\s"()]+)\s*$/i.exec(clean)?.[1];
  if (address !== undefined) return addressQuery(address, clean);
  const tokens = readTokens(clean, (name) => FIELD_NAMES.has(name.toLowerCase()));
  return new QueryParser(clean, tokens).parse();
}

function addressQuery(text: string, query: string): ParsedQuery {
  const start = query.indexOf(text);
  const filter = { kind: 'address', address: normaliseAddress(text) } as const;
  const root: QueryNode = { type: 'filter', filter, text, start, end: start + text.length };
  return { root, understood: text, remarks: [] };
}

function refuse(query: string, reason: string, count: number, limit: number): never {
  throw new ArchiveError('query-refused', { query: `${query.slice(0, 60)}…`, reason, count, limit });
}

class QueryParser {
  readonly #query: string;
  readonly #tokens: QueryToken[];
  readonly #remarks: ParsedQuery['remarks'] = [];
  #at = 0;
  #words = 0;
  #depth = 0;

  constructor(query: string, tokens: QueryToken[]) {
    this.#query = query;
    this.#tokens = tokens;
  }

  parse(): ParsedQuery {
    const nodes: QueryNode[] = [];
    while (this.#at < this.#tokens.length) {
      const node = this.#readOr(null);
      if (node) nodes.push(node);
      const rest = this.#tokens[this.#at];
      if (rest) {
        // Only a closing parenthesis without its opening one stops the reading.
        this.#remark('unbalanced-parenthesis', rest);
        this.#at++;
      }
    }
    if (nodes.length === 0 && this.#query.trim() !== '') {
      this.#remark('nothing-to-search', { start: 0, end: this.#query.length });
      return { root: { type: 'or', nodes: [] }, understood: '', remarks: this.#remarks };
    }
    const root = nodes.length === 1 && nodes[0] ? nodes[0] : ({ type: 'and', nodes } as const);
    return { root, understood: printQuery(root, isGerman(this.#tokens, this.#query)), remarks: this.#remarks };
  }

  #remark(code: RemarkCode, { start, end }: { start: number; end: number }): void {
    this.#remarks.push({ code, start, end });
  }

  #readOr(field: TextField | null): QueryNode | null {
    const nodes: QueryNode[] = [];
    for (;;) {
      const node = this.#readAnd(field);
      if (node) nodes.push(node);
      const token = this.#tokens[this.#at];
      if (token?.type !== 'or') break;
      const next = this.#tokens[this.#at + 1];
      if (!node || !next || next.type === 'or' || next.type === 'close') this.#remark('dangling-operator', token);
      this.#at++;
    }
    return nodes.length > 1 ? { type: 'or', nodes } : (nodes[0] ?? null);
  }

  #readAnd(field: TextField | null): QueryNode | null {
    const nodes: QueryNode[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token || token.type === 'or' || token.type === 'close') break;
      const node = this.#readOne(token, field);
      if (node) nodes.push(node);
    }
    return nodes.length > 1 ? { type: 'and', nodes } : (nodes[0] ?? null);
  }

  /** Takes at least one token. */
  #readOne(token: QueryToken, field: TextField | null): QueryNode | null {
    this.#at++;
    switch (token.type) {
      case 'and':
        return null;
      case 'not': {
        const next = this.#tokens[this.#at];
        if (!next || next.type === 'close' || next.type === 'or' || next.type === 'and') {
          this.#remark('dangling-operator', token);
          return null;
        }
        const node = this.#readOne(next, field);
        return node ? { type: 'not', node } : null;
      }
      case 'open':
        return this.#readGroup(token, field);
      case 'field':
        return this.#readField(token);
      case 'word':
        return this.#readWord(token, field);
      case 'phrase':
        return this.#readPhrase(token, field);
      default:
        return null;
    }
  }

  #readGroup(open: QueryToken, field: TextField | null): QueryNode | null {
    if (this.#depth >= MAX_DEPTH) return null;
    this.#depth++;
    const node = this.#readOr(field);
    this.#depth--;
    if (this.#tokens[this.#at]?.type === 'close') this.#at++;
    else this.#remark('unbalanced-parenthesis', open);
    return node;
  }

  #readField(token: QueryToken & { type: 'field' }): QueryNode | null {
    const field = FIELD_NAMES.get(token.name.toLowerCase());
    const next = this.#tokens[this.#at];
    const adjacent = next?.start === token.end;
    if (!field || !next || !adjacent || next.type === 'close') {
      this.#remark('missing-value', token);
      return null;
    }
    if ('text' in field) return this.#readOne(next, field.text);
    this.#at++;
    if (next.type !== 'word' && next.type !== 'phrase') {
      this.#remark('missing-value', token);
      return null;
    }
    this.#countWords(1);
    const text = next.type === 'word' ? next.text + (next.suffix === '~' ? '~' : '') : next.text;
    const result = readFilter(field.kind, text, next.type === 'phrase');
    if ('remark' in result) {
      this.#remark(result.remark, { start: token.start, end: next.end });
      return null;
    }
    const written = this.#query.slice(token.start, next.end);
    return { type: 'filter', filter: result.filter, text: written, start: token.start, end: next.end };
  }

  #readWord(token: QueryToken & { type: 'word' }, field: TextField | null): QueryNode | null {
    const { text, suffix, start, end } = token;
    if (/^\p{L}+:[^/\s]/u.test(text)) this.#remark('unknown-field', token);
    const pieces = cutWords(text);
    this.#countWords(pieces.length);
    const [first] = pieces;
    if (first === undefined) return null;
    const last = end === this.#query.length;
    if (pieces.length === 1) {
      const mode = suffix === '*' ? 'prefix' : suffix === '~' ? 'fuzzy' : last ? 'typing' : 'whole';
      return { type: 'word', word: first, mode, field, start, end } satisfies WordNode;
    }
    const joined = /^[\p{L}-]+$/u.test(text) && pieces.length === 2 ? pieces.join('') : null;
    const typing = suffix === '*' || last;
    return { type: 'phrase', words: pieces, distance: null, forms: true, typing, joined, field, start, end };
  }

  #readPhrase(token: QueryToken & { type: 'phrase' }, field: TextField | null): QueryNode | null {
    const { start, end, distance, closed } = token;
    if (!closed) this.#remark('unclosed-quote', token);
    const words = cutWords(token.text);
    this.#countWords(words.length);
    if (words.length === 0) return null;
    const typing = !closed;
    return {
      type: 'phrase',
      words,
      distance,
      forms: false,
      typing,
      joined: null,
      field,
      start,
      end,
    } satisfies PhraseNode;
  }

  #countWords(count: number): void {
    this.#words += count;
    if (this.#words > MAX_WORDS) refuse(this.#query, 'query-words', this.#words, MAX_WORDS);
  }
}

/** Whether the query was written with German words of the query language. */
function isGerman(tokens: QueryToken[], query: string): boolean {
  return tokens.some((token) => {
    if (token.type === 'or') return query.slice(token.start, token.end) === 'ODER';
    return token.type === 'field' && GERMAN_FIELDS.has(token.name.toLowerCase());
  });
}
