// The outcome as Markdown.
const share = (value) => (value === null || value === undefined ? '–' : value.toFixed(3));

export function writeTable({ made, articles, news, judged, engines }) {
  const names = Object.keys(engines);
  const row = (title, cell) => `| ${title} | ${names.map((name) => cell(engines[name])).join(' | ')} |`;
  const kinds = [...new Set(names.flatMap((name) => Object.keys(engines[name].known ?? {})))];
  const counted = (kind) =>
    names.map((name) => engines[name].known?.[kind]?.queries).find((count) => count !== undefined);
  return [
    '# Search quality',
    '',
    `${made}; ${articles} ${news ? 'German news articles' : 'made articles'}.`,
    '',
    '## Known items',
    '',
    'Two words of an article, one of them in another form than it stands there (rules: `bench/quality/known-items.mjs`).',
    'recall@10 / MRR. With a typo: Nachlese follows its own suggestion where nothing was found, Tantivy searches with one',
    'error allowed; the others have no means for it.',
    '',
    `| | ${names.join(' | ')} |`,
    `| --- | ${names.map(() => '---').join(' | ')} |`,
    ...kinds.map((kind) =>
      row(`${kind} (${counted(kind)})`, ({ known }) =>
        known ? `${share(known[kind].recall10)} / ${share(known[kind].mrr)}` : '–',
      ),
    ),
    '',
    ...(judged > 0
      ? [
          `## ${judged} queries judged by hand`,
          '',
          'What each measure means stands in `bench/quality/score.mjs`, how it was judged in `bench/quality/README.md`.',
          '',
          `| | ${names.join(' | ')} |`,
          `| --- | ${names.map(() => '---').join(' | ')} |`,
          row('precision@5', ({ judged: own }) => share(own?.precision5)),
          row('right among the five shown', ({ judged: own }) => share(own?.shown5)),
          row('recall@10', ({ judged: own }) => share(own?.recall10)),
          row('first answer right', ({ judged: own }) => share(own?.first)),
          '',
        ]
      : []),
    ...names.filter((name) => engines[name].skipped).map((name) => `${name} was skipped: ${engines[name].skipped}`),
    names
      .filter((name) => engines[name].version)
      .map((name) => `${name} ${engines[name].version}`)
      .join(', '),
    '',
  ].join('\n');
}
