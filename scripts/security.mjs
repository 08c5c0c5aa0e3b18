// `npm run security`: Electronegativity (doyensec, Apache-2.0) on the main side's sources. It has packages of its own in
// scripts/security, installed at the first run. Fails on anything of high severity, and on any finding that
// docs/security.md does not answer.
import './node-version.mjs';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWatched } from './watched-command.mjs';

const root = join(import.meta.dirname, '..');
const home = join(import.meta.dirname, 'security');
const program = join(home, 'scan.cjs');

/** The checks whose findings docs/security.md answers, one in each line of its list. */
export const answeredChecks = () =>
  [...readFileSync(join(root, 'docs/security.md'), 'utf8').matchAll(/^- `([A-Z_]+_CHECK)`/gm)].map(([, name]) => name);

/** @typedef {{ check: string, severity: string, confidence: string, file: string, place: string }} Finding */

/**
 * What is wrong with these findings: high ones, and those nobody has answered.
 *
 * @param {Finding[]} findings
 * @param {readonly string[]} answered
 * @returns {string[]}
 */
export function problemsOf(findings, answered) {
  return findings
    .filter(({ check, severity }) => severity === 'HIGH' || !answered.includes(check))
    .map(({ check, severity, file, place }) => `${severity} ${check} in ${file}:${place}`);
}

async function install() {
  if (existsSync(join(home, 'node_modules/.package-lock.json'))) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runWatched('npm', args, {
    cwd: home,
    quietSeconds: 120,
    grows: join(home, 'node_modules'),
  });
  if (code !== 0) throw new Error(`Electronegativity could not be installed: ${output.trim()}`);
}

/** Scans and answers the findings; `can`: false, with the reason, where the scanner cannot be had. */
export async function scanSecurity() {
  try {
    await install();
  } catch (error) {
    return { can: false, reason: error.message, findings: [], problems: [] };
  }
  const work = mkdtempSync(join(tmpdir(), 'nachlese-security-'));
  try {
    // As a program of its own, without its tests.
    cpSync(join(root, 'package.json'), join(work, 'package.json'));
    cpSync(join(root, 'src-main'), join(work, 'src-main'), {
      recursive: true,
      filter: (path) => !path.endsWith('.test.ts'),
    });
    const report = join(work, 'report.json');
    const { output } = await runWatched(process.execPath, [program, work, report], { cwd: work, quietSeconds: 300 });
    if (!existsSync(report)) throw new Error(`Electronegativity wrote no report: ${output.trim()}`);
    const { findings, errors } = JSON.parse(readFileSync(report, 'utf8'));
    if (errors.length > 0) throw new Error(`Electronegativity could not read ${JSON.stringify(errors)}`);
    // It always finds something here; nothing at all means that it read nothing.
    if (findings.length === 0) throw new Error(`Electronegativity read nothing: ${output.trim()}`);
    return { can: true, reason: '', findings, problems: problemsOf(findings, answeredChecks()) };
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { can, reason, findings, problems } = await scanSecurity();
  for (const { check, severity, confidence, file, place } of findings)
    console.log(`${severity.padEnd(6)} ${confidence.padEnd(9)} ${check}  ${file}:${place}`);
  if (!can) console.error(reason);
  else if (problems.length > 0) console.error(`\nNot answered:\n${problems.join('\n')}`);
  else console.log(`\nNothing high, and every finding is answered in docs/security.md.`);
  process.exitCode = can && problems.length === 0 ? 0 : 1;
}
