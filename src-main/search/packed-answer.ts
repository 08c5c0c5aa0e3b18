import type { ArticleRow, Excerpt, Hit, Reason, SearchAnswer } from '#contract';

/**
 * An answer without excerpts as it crosses between threads: copying the objects of a page would take longer than most
 * searches. `rows`: those of the hits, as JSON.
 */
export type PackedAnswer = Omit<SearchAnswer, 'hits'> & { rows: string; scores: number[] };

const NO_EXCERPT: Excerpt = { text: '', marks: [] };
const NO_REASONS: Reason[] = [];

/** A hit without its excerpt. */
export function bareHit(row: ArticleRow, score: number): Hit {
  const { id, title, source, published } = row;
  // Written out: copying properties from one object to another takes longer than finding the article.
  return { id, title, source, published, score, row, excerpt: NO_EXCERPT, reasons: NO_REASONS, at: null, note: null };
}

/** The same rows are listed again and again while one types; a row is replaced, never changed. */
const written = new WeakMap<ArticleRow, string>();

function write(row: ArticleRow): string {
  let text = written.get(row);
  if (text === undefined) written.set(row, (text = JSON.stringify(row)));
  return text;
}

/** Of an answer whose hits are all {@link bareHit}. */
export function packAnswer({ hits, ...answer }: SearchAnswer): PackedAnswer {
  const rows = `[${hits.map(({ row }) => write(row)).join(',')}]`;
  return { ...answer, rows, scores: hits.map(({ score }) => score) };
}

export function unpackAnswer({ rows, scores, ...answer }: PackedAnswer): SearchAnswer {
  const hits = (JSON.parse(rows) as ArticleRow[]).map((row, at) => bareHit(row, scores[at]!));
  return { ...answer, hits };
}
