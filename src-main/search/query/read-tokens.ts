/** One piece of a query as written; `text` is without quotes and signs. */
export type QueryToken = { start: number; end: number } & (
  | { type: 'open' | 'close' | 'or' | 'and' | 'not' }
  | { type: 'word'; text: string; suffix: '' | '*' | '~' }
  | { type: 'phrase'; text: string; distance: number | null; closed: boolean }
  /** `name` as typed, without the colon. */
  | { type: 'field'; name: string }
);

const OPENING = /["„“”«»]/u;
const CLOSING = /["“”«»]/u;
const WORD_END = /[\s()"„“”«»]/u;

/**
 * Cuts a query into tokens; never fails. `isField` says which names before a colon are fields: others stay part of
 * their word.
 */
export function readTokens(query: string, isField: (name: string) => boolean): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < query.length) {
    const start = at;
    const sign = query[at] ?? '';
    if (/\s/u.test(sign)) at++;
    else if (sign === '(' || sign === ')') tokens.push({ type: sign === '(' ? 'open' : 'close', start, end: ++at });
    else if (OPENING.test(sign)) at = readPhrase(query, start, tokens);
    else if (/[-−]/u.test(sign) && !/^[\s)]?$/u.test(query[at + 1] ?? ' '))
      tokens.push({ type: 'not', start, end: ++at });
    else at = readWord(query, start, isField, tokens);
  }
  return tokens;
}

function readPhrase(query: string, start: number, tokens: QueryToken[]): number {
  let end = start + 1;
  while (end < query.length && !CLOSING.test(query[end] ?? '')) end++;
  const closed = end < query.length;
  const text = query.slice(start + 1, end);
  if (closed) end++;
  const near = /^~(\d{1,3})/.exec(query.slice(end, end + 4));
  if (near) end += near[0].length;
  tokens.push({ type: 'phrase', text, distance: near ? Number(near[1]) : null, closed, start, end });
  return end;
}

function readWord(query: string, start: number, isField: (name: string) => boolean, tokens: QueryToken[]): number {
  let end = start;
  while (end < query.length && !WORD_END.test(query[end] ?? '')) {
    end++;
    const name = query.slice(start, end - 1);
    if (query[end - 1] === ':' && isField(name)) {
      tokens.push({ type: 'field', name, start, end });
      return end;
    }
  }
  // A quotation mark inside a word ends it; one at its very start was a phrase.
  const raw = query.slice(start, end);
  const operator = raw === 'OR' || raw === 'ODER' ? 'or' : raw === 'AND' || raw === 'UND' ? 'and' : null;
  if (operator) {
    tokens.push({ type: operator, start, end });
    return end;
  }
  const ending = /(?:\*|~\d?)$/.exec(raw)?.[0] ?? '';
  const suffix = ending === '' ? '' : ending === '*' ? '*' : '~';
  tokens.push({ type: 'word', text: raw.slice(0, raw.length - ending.length), suffix, start, end });
  return end;
}
