// Measures of quality, each from 0 to 1.

const mean = (list) => (list.length === 0 ? null : Number((list.reduce((a, b) => a + b, 0) / list.length).toFixed(3)));

/** By kind of query: the share found among the first ten, and the mean of 1 / rank (0 beyond ten). */
export function scoreKnownItems(queries, answers) {
  const kinds = new Map();
  for (const { id, kind, answer } of queries) {
    const rank = (answers[id] ?? []).slice(0, 10).indexOf(answer) + 1;
    kinds.set(kind, [...(kinds.get(kind) ?? []), rank]);
  }
  return Object.fromEntries(
    [...kinds].map(([kind, ranks]) => [
      kind,
      {
        queries: ranks.length,
        recall10: mean(ranks.map((rank) => (rank > 0 ? 1 : 0))),
        mrr: mean(ranks.map((rank) => (rank > 0 ? 1 / rank : 0))),
      },
    ]),
  );
}

/**
 * Against judged answers. precision5: the share of right ones among the first five, or among the first R where only R are
 * right in all ("R-precision", cut at five): whoever has two right answers to give wants them in the first two places.
 * shown5: the share of right ones among the first five shown, of fewer where fewer are shown. recall10: the share of the
 * right ones, of ten where there are more, among the first ten. Nothing found counts 0 in all.
 */
export function scoreJudged(judged, answers) {
  const scores = judged.map(({ query, relevant }) => {
    const right = new Set(relevant);
    const found = answers[`judged: ${query}`] ?? [];
    const isRight = (id) => (right.has(id) ? 1 : 0);
    const first = found.slice(0, 5);
    const wanted = Math.min(5, right.size);
    const ten = found.slice(0, 10).filter(isRight).length;
    return {
      query,
      precision5: found.slice(0, wanted).filter(isRight).length / wanted,
      shown5: first.length === 0 ? 0 : first.filter(isRight).length / first.length,
      recall10: ten / Math.min(10, right.size),
      first: isRight(found[0]),
    };
  });
  return {
    precision5: mean(scores.map(({ precision5 }) => precision5)),
    shown5: mean(scores.map(({ shown5 }) => shown5)),
    recall10: mean(scores.map(({ recall10 }) => recall10)),
    first: mean(scores.map(({ first }) => first)),
    queries: scores,
  };
}
