import type { DiffPiece } from '#contract';

/** A stretch of a comparison: one paragraph with changes, or several without any. `at`: number of its first paragraph. */
export type Stretch =
  | { kind: 'change'; at: number; number: number; pieces: DiffPiece[] }
  | { kind: 'same'; at: number; paragraphs: string[] };

/** Paragraphs in the order they stand in, those without changes gathered; changes are numbered from 0. */
export function foldUnchanged(paragraphs: readonly DiffPiece[][]): Stretch[] {
  const stretches: Stretch[] = [];
  let number = 0;
  for (const [at, pieces] of paragraphs.entries()) {
    const isSame = pieces.every(({ kind }) => kind === 'same');
    const last = stretches.at(-1);
    if (!isSame) stretches.push({ kind: 'change', at, number: number++, pieces });
    else if (last?.kind === 'same') last.paragraphs.push(textOf(pieces));
    else stretches.push({ kind: 'same', at, paragraphs: [textOf(pieces)] });
  }
  return stretches;
}

const textOf = (pieces: readonly DiffPiece[]): string => pieces.map(({ text }) => text).join('');

/** What became of a whole paragraph. */
export function changeOf(pieces: readonly DiffPiece[]): 'added' | 'removed' | 'mixed' {
  if (pieces.every(({ kind }) => kind === 'added')) return 'added';
  return pieces.every(({ kind }) => kind === 'removed') ? 'removed' : 'mixed';
}
