import { diffArrays, diffWordsWithSpace } from 'diff';
import type { Article, DiffPiece, DiffSide, VersionDiff } from '#contract';
import { countWords, plainText } from '../article/plain-text.ts';

/**
 * Changes in one stretch that are still sought word by word (Myers' algorithm grows with their square); beyond it the stretch
 * counts as replaced as a whole.
 */
const MOST_EDITS = 1_000;
/** The same for paragraphs that came or went; beyond it they are compared one by one. */
const MOST_PARAGRAPH_EDITS = 2_000;

/** A capture and its name among the versions; null: the newest. */
export type Side = { article: Article; version: string | null };

/**
 * Two captures word by word: first paragraphs are matched, then the words of those that differ. Words, blanks and punctuation
 * are pieces of their own, so that nothing of either text is left out: the pieces that are not added make up the first
 * text, those that are not removed the second.
 */
export function diffVersions(id: string, from: Side, to: Side): VersionDiff {
  const before = plainText(from.article.lead, from.article.blocks);
  const after = plainText(to.article.lead, to.article.blocks);
  const paragraphs: DiffPiece[][] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const settle = () => {
    for (const pieces of compareParagraphs(removed, added)) paragraphs.push(pieces);
    removed = [];
    added = [];
  };
  const [former, next] = [paragraphsOf(before), paragraphsOf(after)];
  const changes = diffArrays(former, next, { maxEditLength: MOST_PARAGRAPH_EDITS }) ?? [
    { value: former, removed: true, added: false },
    { value: next, removed: false, added: true },
  ];
  for (const change of changes) {
    if (change.removed) removed = [...removed, ...change.value];
    else if (change.added) added = [...added, ...change.value];
    else {
      settle();
      for (const text of change.value) paragraphs.push([{ kind: 'same', text }]);
    }
  }
  settle();
  const words = (kind: DiffPiece['kind']) =>
    paragraphs.flat().reduce((sum, piece) => (piece.kind === kind ? sum + countWords(piece.text) : sum), 0);
  return {
    id,
    from: sideOf(from, before),
    to: sideOf(to, after),
    title: compareWords(from.article.title, to.article.title),
    paragraphs,
    added: words('added'),
    removed: words('removed'),
  };
}

const sideOf = ({ article, version }: Side, text: string): DiffSide => ({
  version,
  archived: article.archived,
  title: article.title,
  words: countWords(text),
});

const paragraphsOf = (text: string): string[] => (text === '' ? [] : text.split('\n\n'));

/**
 * Paragraphs that differ, each beside the one that took its place: the most alike first, in order, so that a sentence
 * that was added to one does not make all that follow look new.
 */
function compareParagraphs(removed: readonly string[], added: readonly string[]): DiffPiece[][] {
  const pairs = pairUp(removed, added);
  const compared: DiffPiece[][] = [];
  let [left, right] = [0, 0];
  for (const [at, other] of [...pairs, [removed.length, added.length] as const]) {
    for (; left < at; left += 1) compared.push([{ kind: 'removed', text: removed[left] ?? '' }]);
    for (; right < other; right += 1) compared.push([{ kind: 'added', text: added[right] ?? '' }]);
    if (at === removed.length) break;
    compared.push(compareWords(removed[at] ?? '', added[other] ?? ''));
    left = at + 1;
    right = other + 1;
  }
  return compared;
}

/** Paragraphs that share half of their words; a longest common subsequence by that. More are taken one by one. */
const MOST_PAIRED = 200;
const ALIKE = 0.5;

function pairUp(removed: readonly string[], added: readonly string[]): [number, number][] {
  if (removed.length * added.length > MOST_PAIRED * MOST_PAIRED)
    return Array.from({ length: Math.min(removed.length, added.length) }, (_, at) => [at, at]);
  const [left, right] = [removed.map(wordsOf), added.map(wordsOf)];
  const width = right.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  const at = (row: number, column: number) => best[row * width + column] ?? 0;
  const alike = (row: number, column: number) => likeness(left[row] ?? NO_WORDS, right[column] ?? NO_WORDS);
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const score = alike(row, column);
      const paired = score >= ALIKE ? score + at(row + 1, column + 1) : 0;
      best[row * width + column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
    }
  const pairs: [number, number][] = [];
  for (let [row, column] = [0, 0]; row < left.length && column < right.length;) {
    const here = at(row, column);
    if (here === at(row + 1, column)) row += 1;
    else if (here === at(row, column + 1)) column += 1;
    else pairs.push([row++, column++]);
  }
  return pairs;
}

const NO_WORDS: ReadonlySet<string> = new Set();
const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** Words in both, as a share of the shorter one's. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shorter = Math.min(a.size, b.size);
  if (shorter === 0) return 0;
  let both = 0;
  for (const word of a) if (b.has(word)) both += 1;
  return both / shorter;
}

/** One text against another, word by word. */
export function compareWords(before: string, after: string): DiffPiece[] {
  if (before === after) return [{ kind: 'same', text: before }];
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  const pieces: DiffPiece[] = changes?.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  })) ?? [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return joined(pieces.filter(({ text }) => text !== ''));
}

/**
 * Where single words change one after the other, with nothing but a blank between, they are one change: "[-der alte-]
 * {+ein neuer+} Plan" reads better than word by word.
 */
function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const result: DiffPiece[] = [];
  let [removed, added] = ['', ''];
  const settle = () => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    const isBetween = piece.kind === 'same' && /^\s+$/u.test(piece.text) && next !== undefined && next.kind !== 'same';
    if (piece.kind === 'removed') removed += piece.text;
    else if (piece.kind === 'added') added += piece.text;
    else if (isBetween && removed !== '' && added !== '') {
      removed += piece.text;
      added += piece.text;
    } else {
      settle();
      result.push(piece);
    }
  }
  settle();
  return result;
}
