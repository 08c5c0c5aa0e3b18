import type { MatchKind } from '#contract';
import type { PhraseNode, QueryNode, TextField, WordNode } from '../query/query-node.ts';
import type { TermRules, WordTerms } from '../terms/term-rules.ts';
import { findWords, type WordSpan } from '../terms/word-spans.ts';
import { makeWordMatcher, type WordMatcher } from './match-word.ts';

/** A found place: [start, end) in UTF-16 code units of the text; `leaf` counts the words and phrases of the query. */
export type FoundMatch = { start: number; end: number; kind: MatchKind; leaf: number; term: string };

/** A text cut into words with their terms. */
export type ReadText = { text: string; spans: WordSpan[]; terms: WordTerms[] };

export function readText(text: string, language: string | null, rules: TermRules): ReadText {
  const spans = findWords(text);
  return { text, spans, terms: spans.map(({ start, end }) => rules.ofWord(text.slice(start, end), language)) };
}

/** One word or phrase of a query, ready to be looked for in texts. */
export type Leaf = { field: TextField | null; find: (read: ReadText) => Omit<FoundMatch, 'leaf'>[] };

/** What of a query can be seen in a text: its words and phrases, but those excluded. */
export function readLeaves(root: QueryNode, rules: TermRules): Leaf[] {
  switch (root.type) {
    case 'and':
    case 'or':
      return root.nodes.flatMap((node) => readLeaves(node, rules));
    case 'word':
      return [wordLeaf(root, rules)];
    case 'phrase':
      return [phraseLeaf(root, rules)];
    default:
      return [];
  }
}

function wordLeaf(node: WordNode, rules: TermRules): Leaf {
  const matcher = makeWordMatcher(node.word, node.mode, rules);
  return { field: node.field, find: (read) => findWordMatches(read, matcher) };
}

function findWordMatches({ spans, terms }: ReadText, { term, match }: WordMatcher): Omit<FoundMatch, 'leaf'>[] {
  const found: Omit<FoundMatch, 'leaf'>[] = [];
  for (const [at, { start, end }] of spans.entries()) {
    const kind = match(terms[at]!);
    if (kind) found.push({ start, end, kind, term });
  }
  return found;
}

/** Looks for a phrase: words side by side, or near each other. */
export function phraseLeaf(node: PhraseNode, rules: TermRules): Leaf {
  const matchers = node.words.map((word, at) => {
    const unfinished = node.typing && at === node.words.length - 1;
    return makeWordMatcher(
      word,
      unfinished ? (node.forms ? 'typing' : 'prefix') : node.forms ? 'form' : 'exact',
      rules,
    );
  });
  const term = node.words.join(node.forms ? '-' : ' ');
  const joined = node.joined === null ? null : makeWordMatcher(node.joined, node.typing ? 'typing' : 'whole', rules);
  const { distance } = node;
  return {
    field: node.field,
    find: (read) => {
      const found =
        distance === null ? findAdjacent(read, matchers, term) : findNear(read, matchers, distance + matchers.length);
      return joined ? [...found, ...findWordMatches(read, joined)] : found;
    },
  };
}

function findAdjacent(read: ReadText, matchers: WordMatcher[], term: string): Omit<FoundMatch, 'leaf'>[] {
  const { spans, terms } = read;
  const found: Omit<FoundMatch, 'leaf'>[] = [];
  for (let at = 0; at + matchers.length <= spans.length; at++) {
    if (!matchers.every(({ match }, offset) => match(terms[at + offset]!) !== null)) continue;
    const start = spans[at]?.start ?? 0;
    const end = spans[at + matchers.length - 1]?.end ?? start;
    found.push({ start, end, kind: 'phrase', term });
    at += matchers.length - 1;
  }
  return found;
}

/** All words within `width` words of the text, in any order. */
function findNear(read: ReadText, matchers: WordMatcher[], width: number): Omit<FoundMatch, 'leaf'>[] {
  const { spans, terms } = read;
  const hits: { at: number; matcher: number }[] = [];
  for (const [at, wordTerms] of terms.entries()) {
    for (const [matcher, { match }] of matchers.entries()) if (match(wordTerms) !== null) hits.push({ at, matcher });
  }
  const inWindow = new Set<number>();
  let first = 0;
  const counts = new Array<number>(matchers.length).fill(0);
  let missing = matchers.length;
  for (const [index, hit] of hits.entries()) {
    if ((counts[hit.matcher] = (counts[hit.matcher] ?? 0) + 1) === 1) missing--;
    for (; hit.at - (hits[first]?.at ?? 0) >= width; first++) {
      const left = hits[first];
      if (left && (counts[left.matcher] = (counts[left.matcher] ?? 1) - 1) === 0) missing++;
    }
    if (missing === 0) for (let inside = first; inside <= index; inside++) inWindow.add(inside);
  }
  return [...inWindow]
    .sort((a, b) => a - b)
    .map((index) => {
      const hit = hits[index] as { at: number; matcher: number };
      const { start, end } = spans[hit.at]!;
      return { start, end, kind: 'phrase' as const, term: matchers[hit.matcher]?.term ?? '' };
    });
}

/** Everything the leaves find in a text, in its order; of overlapping finds the longer ones stay. */
export function findMatches(read: ReadText, leaves: Leaf[], field: TextField | 'text'): FoundMatch[] {
  const all = leaves.flatMap((leaf, index) =>
    leaf.field === null || leaf.field === field ? leaf.find(read).map((found) => ({ ...found, leaf: index })) : [],
  );
  all.sort((a, b) => a.start - b.start || b.end - a.end || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return all;
}

/** Marks for a reader or an excerpt: none overlap, the earlier and longer one wins. */
export function withoutOverlaps(matches: FoundMatch[]): FoundMatch[] {
  const kept: FoundMatch[] = [];
  for (const match of matches) {
    const last = kept.at(-1);
    if (!last || match.start >= last.end) kept.push(match);
  }
  return kept;
}

/** From the best reason to the weakest. */
export const KINDS: readonly MatchKind[] = ['phrase', 'exact', 'form', 'name', 'part', 'prefix', 'typo', 'note'];
