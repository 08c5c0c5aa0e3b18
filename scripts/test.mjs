// `npm test`: installs what is missing, builds, and runs everything: types, lint, format, unit tests, and the journeys
// in Electron and in Chromium. Ends with one line, "N passed, N failed". What cannot run is named with its reason; in CI
// Electron must run.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bagitPython } from './bagit-python.mjs';
import { buildApp } from './built-app.mjs';
import { electronForTests, runPlaywright } from './e2e.mjs';
import { packageTestsSkip, testPackage } from './e2e-package.mjs';
import { installPackages } from './installed-packages.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { runWatched } from './watched-command.mjs';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const times = [];
const skipped = [];
const failures = [];
let passed = 0;
let failed = 0;

const say = (line) => console.log(line);

/** Counts one check; `said` is what it said where it failed, repeated in the list at the end. */
function count(title, ok, said = '') {
  if (ok) passed++;
  else {
    failed++;
    failures.push([title, ...lastLines(said)].join('\n    '));
  }
}

/** The last lines of an output, without colours. */
const lastLines = (output) => {
  const lines = stripVTControlCharacters(output).trim().split('\n');
  return lines.slice(-25).filter((line) => line.trim() !== '');
};

/** Runs one step and notes how long it took; a thrown error is a failed step. */
async function step(title, run) {
  say(`\n── ${title}`);
  const started = Date.now();
  try {
    return await run();
  } catch (error) {
    say(error.message);
    count(title, false, error.message);
    return null;
  } finally {
    times.push([title, (Date.now() - started) / 1000]);
  }
}

/** Runs a tool of node_modules, its output shown as it comes; resolves with its exit code. */
function tool(path, args, env = {}) {
  return new Promise((resolve) => {
    const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
    const child = spawn(process.execPath, [join(root, 'node_modules', path), ...args], options);
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs all checks, two at a time, the slowest first; each shows its output when it is done. */
async function runChecks() {
  const waiting = [...CHECKS];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [title, path, args] = check;
      const started = Date.now();
      const options = { cwd: root, quietSeconds: 900 };
      const { code, output } = await runWatched(process.execPath, [join(root, 'node_modules', path), ...args], options);
      times.push([title, (Date.now() - started) / 1000]);
      say(`\n── ${title}${code === 0 ? '' : `\n${output.trim()}`}`);
      count(title, code === 0, output);
    }
  };
  await Promise.all([work(), work()]);
}

const CHECKS = [
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn']],
  ['types: main', 'typescript/bin/tsc', ['-p', 'src-main']],
  [
    'types: window',
    'svelte-check/bin/svelte-check',
    ['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['types: scripts', 'typescript/bin/tsc', ['-p', 'scripts']],
  ['types: journeys', 'typescript/bin/tsc', ['-p', 'e2e']],
  ['types: tools', 'typescript/bin/tsc', ['-p', '.']],
];

/** Runs a script of ours; what it says is its own report. */
async function script(title, path, args = []) {
  const options = { cwd: root, quietSeconds: 900, show: true };
  const { code, output } = await runWatched(process.execPath, [join(root, path), ...args], options);
  count(title, code === 0, output);
}

async function units() {
  const file = join(results, 'unit.json');
  rmSync(file, { force: true });
  const args = ['run', '--reporter=dot', '--reporter=./scripts/unit-counts.mjs'];
  const python = await bagitPython(say);
  const code = await tool('vitest/vitest.mjs', args, { ...python, NACHLESE_UNIT_COUNTS: file });
  if (!existsSync(file)) return count('unit tests: no result', false);
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  passed += counts.passed;
  failed += counts.failed;
  failures.push(...counts.failures);
  skipped.push(...counts.skipped);
  if (code !== 0 && counts.failed === 0) count(`unit tests: exit code ${code}`, false);
}

function* specsOf(suite, titles = []) {
  const path = suite.title ? [...titles, suite.title] : titles;
  for (const spec of suite.specs ?? []) yield { ...spec, path };
  for (const inner of suite.suites ?? []) yield* specsOf(inner, path);
}

async function journeys(electron) {
  const file = join(results, 'journeys.json');
  rmSync(file, { force: true });
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await runPlaywright(['--reporter=list,json'], electron, env);
  if (!existsSync(file)) return count('journeys: no result', false);
  const report = JSON.parse(readFileSync(file, 'utf8'));
  let broken = report.errors?.length ?? 0;
  failed += broken;
  let withoutElectron = null;
  for (const suite of report.suites) {
    for (const { title, path, tests } of specsOf(suite)) {
      for (const test of tests) {
        const name = `${test.projectName} › ${[...path, title].join(' › ')}`;
        const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
        if (test.status === 'skipped') {
          skipped.push({ title: name, reason: reason ?? 'no reason given' });
          if (test.projectName === 'electron' && reason?.startsWith('no Electron')) withoutElectron = reason;
        } else {
          const error = test.results.at(-1)?.error?.message ?? '';
          count(name, test.status === 'expected', error);
          if (test.status !== 'expected') broken++;
        }
      }
    }
  }
  const electronSkip = electron.reason ?? withoutElectron;
  if (process.env.CI && electronSkip) count(`the Electron journeys were skipped in CI: ${electronSkip}`, false);
  if (code !== 0 && broken === 0) count(`journeys: exit code ${code}`, false);
}

/** One check of the installed package: counted, and answered whether it held. */
async function packageCheck(title, run) {
  let problem = null;
  try {
    await run();
  } catch (error) {
    problem = error.message;
  }
  count(`package: ${title}`, problem === null, problem ?? '');
  say(`${problem === null ? '✓' : '✗'} ${title}${problem === null ? '' : `\n  ${problem}`}`);
  return problem === null;
}

mkdirSync(results, { recursive: true });
await step('system packages', () => installSystemPackages(say));
await step('packages', installPackages);
const electron = (await step('Electron', () => electronForTests(say))) ?? { reason: 'no Electron' };
await step('build', async () => {
  await buildApp();
  count('build', true);
});
await runChecks();
await step('unit tests', units);
await step('torture', () => script('torture', 'scripts/torture.mjs'));
await step('planted faults', () => script('planted faults', 'scripts/planted-faults.mjs', ['--short']));
await step('journeys', () => journeys(electron));
await step('search benchmark', async () => {
  // It takes the build tool along, which is installed only now.
  const { checkSearch } = await import('../bench/search/check.mjs');
  const { skipped: reason, checks = [] } = await checkSearch(say);
  if (reason) skipped.push({ title: 'search benchmark, 10,000 articles', reason });
  for (const { title, ok } of checks) {
    count(title, ok);
    say(`${ok ? '✓' : '✗'} ${title}`);
  }
});
const noPackage = packageTestsSkip() ?? electron.reason ?? null;
if (noPackage) skipped.push({ title: 'package: built, installed, driven, upgraded, removed', reason: noPackage });
else await step('package', () => testPackage({ say, check: packageCheck, electron: electron.binary }));

say('\n── times');
for (const [title, seconds] of times) say(`${seconds.toFixed(1).padStart(7)} s  ${title}`);
if (skipped.length > 0) say(`\n── ${skipped.length} skipped`);
for (const { title, reason } of skipped) say(`${title}: ${reason}`);
if (failures.length > 0) say('\n── failed');
for (const title of failures) say(title);
say(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
