// npm run bench -- verify: how fast `verify` reads and compares an archive, by one processor's time.
// Makes an archive of one article with large pictures (512 MB) on the disk of the temporary folder, checks it with the
// built command line, bound to one processor where `taskset` is there, and writes bench/results/verify.{json,md}.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'out/main/cli.cjs');
const FILES = 16;
const MEGABYTES = 32;
const RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'nachlese-verify-'));
const archive = join(folder, 'archive');
const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, XDG_DATA_HOME: folder };
const bound = spawnSync('taskset', ['-V']).status === 0 ? ['taskset', '-c', '0'] : [];

/** Runs a command of the built app; seconds on the clock and of the processor. */
function run(...args) {
  const command = [...bound, process.execPath, cli, '--archive', archive, ...args];
  const quoted = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  const { stdout, stderr, status } = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time ${quoted} >&2`], {
    env,
    encoding: 'utf8',
  });
  const times = /([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(stderr);
  const [wall, user, system] = times?.slice(1).map(Number) ?? [];
  return { status, wall, processor: user + system, said: `${stdout}${stderr}` };
}

try {
  const source = join(folder, 'meldung.txt');
  writeFileSync(source, `Der Rat tagt\n\n${'Ein Absatz über den Haushalt der Stadt. '.repeat(20)}\n`);
  const imported = run('import', source);
  if (imported.status !== 0) throw new Error(imported.said);
  const empty = Array.from({ length: RUNS }, () => run('verify').processor).sort((a, b) => a - b)[1];
  const year = join(archive, 'articles', readdirSync(join(archive, 'articles'))[0]);
  const id = readdirSync(year)[0];
  mkdirSync(join(year, id, 'assets'), { recursive: true });
  for (let number = 0; number < FILES; number += 1)
    writeFileSync(
      join(year, id, 'assets', `${randomBytes(8).toString('hex')}.png`),
      randomBytes(MEGABYTES * 1024 * 1024),
    );
  const accepted = run('verify', '--accept', id);
  if (accepted.status !== 0) throw new Error(accepted.said);
  const runs = Array.from({ length: RUNS }, () => run('verify'));
  if (runs.some(({ status }) => status !== 0)) throw new Error(runs[0].said);
  const bytes = FILES * MEGABYTES * 1024 * 1024;
  const [, median] = runs.map(({ processor }) => processor).sort((a, b) => a - b);
  const [, wall] = runs.map((one) => one.wall).sort((a, b) => a - b);
  const result = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}`,
    load: loadavg()[0],
    node: process.version,
    bytes,
    processorSeconds: median,
    startSeconds: empty,
    wallSeconds: wall,
    megabytesPerProcessorSecond: Math.round(bytes / 1e6 / (median - empty)),
    megabytesPerSecond: Math.round(bytes / 1e6 / wall),
  };
  const results = join(root, 'bench/results');
  writeFileSync(join(results, 'verify.json'), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(
    join(results, 'verify.md'),
    `# How fast \`verify\` reads

${result.date}, ${result.machine}, load ${result.load.toFixed(1)}, Node ${result.node}; ${Math.round(bytes / 1e6)} MB in ${FILES} files, in the system's cache; median of ${RUNS} runs of the built command line${bound.length > 0 ? ', bound to one processor' : ''}. Made by \`npm run bench -- verify\`.

| what | figure |
| --- | --- |
| by a second of one processor, without the start of the program (${empty.toFixed(2)} s) | ${result.megabytesPerProcessorSecond} MB |
| by the clock, the start and other programs' share counted | ${result.megabytesPerSecond} MB/s |
`,
  );
  console.log(
    `${result.megabytesPerProcessorSecond} MB a second of one processor, ${result.megabytesPerSecond} MB/s by the clock`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
