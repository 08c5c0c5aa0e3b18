// Results as a table and as a plot.
const NAMES = {
  rare: 'one rare word',
  frequent: 'one frequent word',
  stop: 'one stop word',
  and2: 'two words',
  and3: 'three words',
  prefix1: 'one letter',
  prefix2: 'two letters',
  prefix3: 'three letters',
  prefix4: 'four letters',
  prefix5: 'five letters',
  prefix7: 'seven letters',
  wordPrefix: 'word and beginning',
  fuzzy: 'word with a typo',
  phrase2: 'phrase of two',
  phrase3: 'phrase of three',
  phrase4: 'phrase of four',
};
const COLORS = ['#1f5fbf', '#b3541e', '#3d7d3d', '#7a4fa3', '#8a6d1d', '#555555'];

const number = (value) =>
  value === undefined ? '–' : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);
const megabytes = (bytes) => (bytes === undefined ? '–' : (bytes / 2 ** 20).toFixed(1));

/** Which engines were asked in several processes, and that these are medians. */
function asked(engines) {
  const names = Object.keys(engines).filter((name) => engines[name].rounds > 1);
  if (names.length === 0) return 'Each engine is asked in one process.';
  const others = names.length < Object.keys(engines).length ? ', the others in one' : '';
  return `Medians of ${engines[names[0]].rounds} processes each, turn by turn, of ${names.join(', ')}${others}.`;
}

/** Markdown: latencies p50 / p95 in ms, then what it cost. */
export function writeTable({ articles, made, machine, engines }) {
  const names = Object.keys(engines);
  const row = (title, cell) => `| ${title} | ${names.map((name) => cell(engines[name])).join(' | ')} |`;
  const classes = Object.keys(NAMES).filter((name) => names.some((engine) => engines[engine].classes?.[name]));
  return [
    `# Search, ${articles} articles`,
    '',
    `${made}; ${machine.processor}, ${machine.cores} cores, ${machine.memory}, Node ${machine.node}, load ${machine.load}. ms, p50 / p95.`,
    asked(engines),
    'Nachlese has been at rest for some seconds, as when somebody sits down to search; it searches word forms and compounds,',
    'too, and counts all matches, in the thread that asks or in a worker; the others match exact words.',
    'FlexSearch and Orama do not rank by BM25 over fields as the others do.',
    '',
    `| | ${names.join(' | ')} |`,
    `| --- | ${names.map(() => '---').join(' | ')} |`,
    ...classes.map((name) =>
      row(NAMES[name], ({ classes: own }) =>
        own?.[name] ? `${number(own[name].p50)} / ${number(own[name].p95)}` : '–',
      ),
    ),
    row('start to first answer, ms', ({ start }) => number(start)),
    row('… of what is loaded by then, ms', ({ startFirst }) => number(startFirst)),
    row('build, s', ({ build }) => number(build === undefined ? undefined : build / 1_000)),
    row('… processor time of all threads, s', ({ buildCpu }) =>
      number(buildCpu === undefined ? undefined : buildCpu / 1_000),
    ),
    row('index on disk, MB', ({ bytes }) => megabytes(bytes)),
    row('memory at rest, MB', ({ atRest, memory }) => String(atRest ?? memory?.rss ?? '–')),
    row('… right after the queries, MB', ({ memory }) => String(memory?.rss ?? '–')),
    row('memory while building, MB', ({ buildMemory, memory }) => String((buildMemory ?? memory)?.peak ?? '–')),
    '',
    ...names.filter((name) => engines[name].failed).map((name) => `${name} failed: ${engines[name].failed}`),
    ...names
      .filter((name) => engines[name].typing)
      .map(
        (name) =>
          `${name}: last key to list, typing a word: ${number(engines[name].typing.p50)} / ${number(engines[name].typing.p95)} ms; saved article found after ${number(engines[name].found)} ms (median of 11; the first ${number(engines[name].foundFirst)}); cached texts and catalogue ${megabytes(engines[name].cacheBytes)} MB.`,
      ),
    ...names
      .filter((name) => engines[name].odd)
      .flatMap((name) => [
        '',
        `${name}: a newer key answered while a search over 60 beginnings is running: after ${number(engines[name].stopped)} ms (p50). Odd queries, ms: ${Object.entries(
          engines[name].odd,
        )
          .map(([odd, time]) => `${odd} ${time}`)
          .join('; ')}.`,
      ]),
    '',
  ].join('\n');
}

/** Bars of the median latencies on a logarithmic scale, 0.01 ms to 10 s. */
export function drawPlot({ articles, engines }) {
  const names = Object.keys(engines).filter((name) => engines[name].classes);
  const classes = Object.keys(NAMES).filter((name) => names.some((engine) => engines[engine].classes[name]));
  const left = 150;
  const width = 620;
  const bar = 9;
  const block = names.length * bar + 14;
  const height = 70 + classes.length * block;
  const x = (value) => left + (width * (Math.log10(Math.max(value, 0.01)) + 2)) / 6;
  const parts = [];
  for (let power = -2; power <= 4; power++) {
    const at = x(10 ** power).toFixed(1);
    parts.push(`<line x1="${at}" y1="50" x2="${at}" y2="${height - 10}" stroke="#ddd"/>`);
    parts.push(`<text x="${at}" y="44" text-anchor="middle">${10 ** power} ms</text>`);
  }
  for (const [at, name] of names.entries()) {
    parts.push(`<rect x="${left + at * 105}" y="8" width="10" height="10" fill="${COLORS[at]}"/>`);
    parts.push(`<text x="${left + 14 + at * 105}" y="17">${name}</text>`);
  }
  for (const [index, name] of classes.entries()) {
    const top = 60 + index * block;
    parts.push(`<text x="${left - 8}" y="${top + block / 2}" text-anchor="end">${NAMES[name]}</text>`);
    for (const [at, engine] of names.entries()) {
      const own = engines[engine].classes[name];
      if (!own) continue;
      const y = top + at * bar;
      parts.push(
        `<rect x="${left}" y="${y}" width="${(x(own.p50) - left).toFixed(1)}" height="${bar - 2}" fill="${COLORS[at]}"/>`,
      );
      parts.push(
        `<line x1="${x(own.p50).toFixed(1)}" y1="${y + 3.5}" x2="${x(own.p95).toFixed(1)}" y2="${y + 3.5}" stroke="${COLORS[at]}"/>`,
      );
    }
  }
  const style = 'font: 11px system-ui, sans-serif';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="${height}" style="${style}"><title>Search latency, ${articles} articles: bar p50, line to p95</title><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`;
}
