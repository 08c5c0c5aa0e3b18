// npm run planted-faults [-- NAME…] [-- --short] [-- --list]
// `--short`: those that cost most when they get through, as `npm test` runs them.
// Plants faults into a copy of the sources, one by one, and looks whether the tests catch each. Says so of every fault;
// the exit code is 0 only if all were caught. The checkout itself is never touched.
import './node-version.mjs';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from './planted-faults/faults.mjs';
import { runWatched } from './watched-command.mjs';

const root = join(import.meta.dirname, '..');
const COPIED = ['src-main', 'resources', 'package.json', 'tsconfig.base.json', 'tsconfig.json'];
/** The rigs, with the scripts they take from beside them; not what those have installed. */
const RIGS = [
  'scripts/torture',
  ...readdirSync(join(root, 'scripts'))
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => `scripts/${name}`),
];
/** As many as CI has cores. */
const AT_ONCE = 2;

/** A test that waits for ever because of a fault has found it; the times are those of vitest.config.ts. */
const CONFIG = `export default {
  cacheDir: 'vite-cache',
  test: { environment: 'node', include: ['src-main/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
};
`;

/** A copy of the sources in which faults are planted. */
function makeCopy(parent, number) {
  const folder = join(parent, `copy-${number}`);
  for (const name of [...COPIED, ...RIGS]) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG);
  return folder;
}

/** Plants a fault; resolves to what undoes it. Throws where an edit does not fit exactly once. */
function plant(folder, { name, edits }) {
  const former = new Map();
  for (const [file, search, replacement] of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (!former.has(path)) former.set(path, text);
    const count = text.split(search).length - 1;
    if (count === 1 && search !== replacement)
      writeFileSync(
        path,
        text.replace(search, () => replacement),
      );
    else {
      undo();
      throw new Error(`${name} fits ${count} times into ${file}, must be once: ${search}`);
    }
  }
  function undo() {
    for (const [path, text] of former) writeFileSync(path, text);
  }
  return undo;
}

/** Whether a fault can be planted at all; the short form tries few of them, and a change may have moved the others. */
function fits(folder, fault) {
  try {
    plant(folder, fault)();
    return true;
  } catch {
    return false;
  }
}

/** Runs tests in a copy until one fails; resolves to the titles of the failed ones and how many ran. */
async function runTests(folder, tests) {
  const results = join(folder, 'results.json');
  rmSync(results, { force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [
    vitest,
    'run',
    '--bail=1',
    '--no-file-parallelism',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ];
  const env = { ...process.env, CI: '1' };
  const { output } = await runWatched(process.execPath, [...args, ...tests], { cwd: folder, env, quietSeconds: 300 });
  let report;
  try {
    report = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    throw new Error(`the tests gave no result: ${output.trim().slice(-500)}`);
  }
  const all = report.testResults.flatMap((file) => file.assertionResults);
  // A file that does not even load has tested nothing.
  const broken = report.testResults.find((file) => file.status === 'failed' && file.assertionResults.length === 0);
  if (broken !== undefined) throw new Error(`${broken.name} does not load: ${broken.message}`);
  return {
    passed: all.filter((test) => test.status === 'passed').length,
    failed: all.filter((test) => test.status === 'failed').map((test) => test.fullName.trim()),
  };
}

/** Whether an ordeal of the rigs finds something wrong in a copy, or cannot be had on this machine. */
async function runOrdeal(folder, ordeal) {
  const options = { cwd: folder, quietSeconds: 300 };
  const { code, output } = await runWatched(process.execPath, ['scripts/torture.mjs', ...ordeal], options);
  const isSkipped = output.includes(': skipped, ');
  if (code !== 0 && !/wrong in all/.test(output))
    throw new Error(`the ordeal ended with ${code}: ${output.slice(-500)}`);
  return { isSkipped, isWrong: code !== 0 };
}

/** "caught" by which test, and by the ordeal where one is named; "missed", or "broken" with the reason. */
async function tryFault(folder, fault) {
  let undo;
  try {
    undo = plant(folder, fault);
    const { failed } = await runTests(folder, fault.tests);
    if (failed.length === 0) return { verdict: 'missed', by: fault.tests.join(', ') };
    if (!fault.ordeal) return { verdict: 'caught', by: failed[0] };
    const name = `the ordeal ${fault.ordeal.join(' ')}`;
    const { isSkipped, isWrong } = await runOrdeal(folder, fault.ordeal);
    if (isSkipped) return { verdict: 'caught', by: `${failed[0]}; ${name} cannot run here` };
    return isWrong ? { verdict: 'caught', by: `${failed[0]}; ${name}` } : { verdict: 'missed', by: name };
  } catch (error) {
    return { verdict: 'broken', by: error.message };
  } finally {
    undo?.();
  }
}

/** Runs tasks, two at a time, each lane with its own copy. */
async function inLanes(folders, tasks, run) {
  const waiting = [...tasks];
  const lane = async (folder) => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await run(folder, task);
  };
  await Promise.all(folders.map(lane));
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.find((name) => !FAULTS.some((fault) => fault.name === name));
if (unknown !== undefined) throw new Error(`there is no fault ${unknown}; --list names them`);
const isShort = process.argv.includes('--short');
const faults = FAULTS.filter(({ name, costly }) =>
  wanted.length === 0 ? !isShort || costly === true : wanted.includes(name),
);

if (process.argv.includes('--list')) for (const { name, what } of faults) console.log(`${name}: ${what}`);
else {
  const parent = mkdtempSync(join(tmpdir(), 'nachlese-faults-'));
  try {
    const begun = performance.now();
    const folders = Array.from({ length: AT_ONCE }, (_, number) => makeCopy(parent, number));
    // Tests that fail anyway catch nothing.
    const tests = [...new Set(faults.flatMap((fault) => fault.tests))];
    const sound = await runTests(folders[0], tests);
    if (sound.failed.length > 0) throw new Error(`fails without any fault: ${sound.failed[0]}`);
    for (const ordeal of new Set(faults.map((fault) => fault.ordeal).filter(Boolean)))
      if ((await runOrdeal(folders[0], ordeal)).isWrong)
        throw new Error(`wrong without any fault: ${ordeal.join(' ')}`);
    console.log(`${sound.passed} tests pass without a fault`);
    const unfit = FAULTS.filter((fault) => !fits(folders[0], fault)).map(({ name }) => name);
    if (unfit.length > 0) console.log(`no longer fit the sources, of all ${FAULTS.length}: ${unfit.join(', ')}`);
    const counts = { caught: 0, missed: 0, broken: 0 };
    await inLanes(folders, faults, async (folder, fault) => {
      const { verdict, by } = await tryFault(folder, fault);
      counts[verdict] += 1;
      console.log(`${verdict}  ${fault.name}: ${fault.what}\n        ${verdict === 'caught' ? 'by' : ''} ${by}`);
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(
      `${faults.length} planted, ${counts.caught} caught, ${counts.missed} missed, ${counts.broken} broken, ${seconds} s`,
    );
    process.exitCode = counts.caught === faults.length ? 0 : 1;
  } finally {
    rmSync(parent, { recursive: true, force: true, maxRetries: 5 });
  }
}
