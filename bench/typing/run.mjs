// How long after a key press the list stands there, in the real window: types words letter by letter at a human pace into
// the search box of Electron and measures inside the page. Writes bench/results/typing.json and .md.
//
//   npm run bench -- typing [--articles N] [--words N] [--seed N]
//
// Works on a copy of the archive that `start --installed` keeps in test-results/bench (20,000 articles unless it says
// otherwise); the copy is kept as well, with an index of its own.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron } from '@playwright/test';
import { testDisplay } from '../../scripts/display.mjs';
import { electronForTests } from '../../scripts/e2e.mjs';
import { makeRandom, writeCorpus } from '../search/corpus.mjs';
import { makeQueries } from '../search/queries.mjs';
import { homeEnvironment } from '../../scripts/home-environment.mjs';
import { largeHome } from '../start/large-home.mjs';
import { watchTyping } from './watch-typing.mjs';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'out/main/cli.cjs');
const args = process.argv.slice(2);
const option = (name, otherwise) => Number(args[args.indexOf(`--${name}`) + 1]) || otherwise;
const articles = option('articles', 20_000);
const wordCount = option('words', 120);
const random = makeRandom(option('seed', 1));
/** ms between two keys: a fast and a steady hand. */
const PACE = { least: 80, most: 180 };
/** ms after a word, in which excerpts come and the box is emptied. */
const REST = 600;
/** ms from the last key of a word to its list, and so to every other one. */
const GOAL = 16;
/** Articles that the words are drawn from. */
const SAMPLE = 2_000;

const say = (line) => console.log(line);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const environment = (home) => ({ ...homeEnvironment(home), LANGUAGE: 'de', LANG: 'de_DE.UTF-8' });

/** The home of {@link largeHome}, copied: what is typed here must not change where others start. */
function ownHome(count) {
  const { home: from } = largeHome(count, say);
  const home = join(root, `test-results/bench/typing-${count}`);
  const made = join(home, 'ready.json');
  if (!existsSync(made) || statSync(made).mtimeMs < statSync(join(from, 'ready.json')).mtimeMs) {
    say('Copying the archive and building an index for the copy …');
    rmSync(home, { recursive: true, force: true });
    cpSync(join(from, 'Documents'), join(home, 'Documents'), { recursive: true });
    writeFileSync(made, readFileSync(join(from, 'ready.json')));
  }
  mkdirSync(join(home, '.config/nachlese'), { recursive: true });
  const archive = join(home, 'Documents/Nachlese');
  writeFileSync(
    join(home, '.config/nachlese/settings.json'),
    JSON.stringify({ archive, archives: [{ folder: archive, name: 'Nachlese' }], tourSeen: true }),
  );
  execFileSync(process.execPath, [cli, '--json', 'stats'], { env: environment(home) });
  return home;
}

/** True where this process and what it starts come before all others on the machine (`chrt -r 5 npm run bench …`). */
function isRealTime() {
  try {
    // The 41st field of proc(5): 1 and 2 are the real-time policies.
    const [, fields = ''] = /\) (.*)/.exec(readFileSync('/proc/self/stat', 'utf8')) ?? [];
    return ['1', '2'].includes(fields.split(' ')[38]);
  } catch {
    return false;
  }
}

/** Words of 5 to 10 letters, one half frequent, the other not. */
function wordsToType() {
  const work = mkdtempSync(join(tmpdir(), 'nachlese-typing-'));
  try {
    const corpus = join(work, 'corpus.jsonl');
    writeCorpus(corpus, SAMPLE);
    const { frequent, and2 } = makeQueries(corpus, SAMPLE);
    const fit = (list) => [...new Set(list.flatMap(({ words }) => words))].filter((word) => /^.{5,10}$/.test(word));
    const half = Math.ceil(wordCount / 2);
    return [...fit(frequent).slice(0, half), ...fit(and2).slice(0, wordCount - half)].sort(() => random() - 0.5);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Presses and releases a letter, umlauts too, which Playwright's own keyboard does not have. */
async function press(session, letter) {
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: letter, text: letter, unmodifiedText: letter });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
}

async function typeWords(page, words) {
  const session = await page.context().newCDPSession(page);
  const box = page.getByRole('combobox').first();
  await box.focus();
  await page.evaluate(watchTyping);
  const keys = [];
  // The first word is for warming up, and counts for nothing.
  for (const [number, word] of [words[0], ...words].entries()) {
    await page.evaluate(() => globalThis.typing.begin());
    for (const letter of word) {
      await press(session, letter);
      await pause(PACE.least + random() * (PACE.most - PACE.least));
    }
    await pause(REST);
    const seen = await page.evaluate(() => globalThis.typing.end());
    if (seen.at(-1)?.listed === null) throw new Error(`no list for ${word}`);
    if (number > 0) keys.push(...seen.map((key, at) => ({ ...key, last: at === seen.length - 1 })));
    await box.fill('');
    await pause(REST);
  }
  return keys;
}

const atShare = (values, share) => values[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? null;
function figures(keys, what) {
  const values = keys
    .map((key) => key[what])
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const round = (value) => (value === null ? null : Number(value.toFixed(1)));
  return { p50: round(atShare(values, 0.5)), p95: round(atShare(values, 0.95)), most: round(values.at(-1) ?? null) };
}

const summary = (keys) => ({
  keys: keys.length,
  answered: keys.filter(({ listed }) => listed !== null).length,
  listed: figures(keys, 'listed'),
  shown: figures(keys, 'shown'),
});

async function bench() {
  const electron = await electronForTests(say);
  if (electron.reason) throw new Error(electron.reason);
  const home = ownHome(articles);
  const words = wordsToType();
  const display = await testDisplay();
  if (!display.name) throw new Error('no display');
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(electron.binary);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const load = [loadavg()[0]];
  const app = await _electron.launch({
    args: [...sandbox, root],
    env: { ...environment(home), DISPLAY: display.name },
    timeout: 60_000,
  });
  let keys;
  let held;
  try {
    const page = await app.firstWindow();
    await page.locator('[role=listbox] [role=option]').first().waitFor();
    // Folders are looked through and the index is loaded in the background of a start.
    await pause(args.includes('--no-wait') ? 0 : 8_000);
    held = await page.evaluate(
      async () =>
        JSON.parse(await globalThis.nachlese.callArchive({ method: 'status', args: [], language: 'de' })).value
          .articles,
    );
    say(`Typing ${words.length} words over ${held} articles …`);
    keys = await typeWords(page, words);
  } finally {
    await app.close();
    display.close();
  }
  load.push(loadavg()[0]);
  const result = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      load,
      realTime: isRealTime(),
    },
    electron: electron.kind ?? 'test',
    articles: held,
    words: words.length,
    pace: PACE,
    goal: GOAL,
    lastKey: summary(keys.filter(({ last }) => last)),
    everyKey: summary(keys),
    frame: figures(keys, 'frame'),
  };
  const name = articles === 20_000 ? 'typing' : `typing-${articles}`;
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, `bench/results/${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  const text = asMarkdown(result);
  writeFileSync(join(root, `bench/results/${name}.md`), text);
  say(text);
}

function asMarkdown({ date, machine, articles: held, words, pace, goal, lastKey, everyKey, frame }) {
  const priority = machine.realTime ? ' under `chrt -r 5`, before whatever else ran on the machine' : '';
  const row = (label, { keys, answered, listed, shown }) =>
    `| ${label} | ${answered} of ${keys} | ${listed.p50} / **${listed.p95}** / ${listed.most} | ${shown.p50} / **${shown.p95}** / ${shown.most} |`;
  return `# From a key press to its list, in the window

${words} words typed letter by letter (${pace.least} to ${pace.most} ms between keys) into the search box of the real window over
${held} articles, test runtime (Electron 22.3.25). ${date}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, load ${machine.load.map((load) => load.toFixed(1)).join(' before and ')} after.
Made by \`npm run bench -- typing\`${priority}; ms, p50 / p95 / longest.

"Listed": from the key event to the lines of its answer in the page, styled and laid out. "Shown": to the end of the
frame that paints them; a key falls anywhere between two frames, which are ${frame.p50} ms apart here, so half of that is
waiting for the screen. A key whose list was overtaken by the next key counts as not answered.

| key | answered | listed | shown |
| --- | --- | --- | --- |
${row('last of a word', lastKey)}
${row('every', everyKey)}

Goal: listed within ${goal} ms of the last key, p95: ${lastKey.listed.p95 <= goal ? 'held' : 'missed'}.
`;
}

await bench();
