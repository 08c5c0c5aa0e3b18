import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveLock, LOCK_TIMES } from './archive-lock.ts';
import { ArchivePaths } from './archive-names.ts';
import { DurableWriter } from './durable-write.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { buildProgram } from './testing/built-program.ts';

/** ms; what is promised (RULINGS.md, 15; reliability.md, D6). */
const PROMISED = 10_000;

/** Takes the lock with its real times and holds it, beating, until it is killed. */
const HOLDER = `
const { ArchiveLock } = require('./archive-lock.cjs');
const { ArchivePaths } = require('./archive-names.cjs');
const { DurableWriter } = require('./durable-write.cjs');
const { TemporaryFolder } = require('./temporary-folder.cjs');
const { randomBytes } = require('node:crypto');
(async () => {
  const paths = new ArchivePaths(process.argv[2]);
  const writer = new DurableWriter({ random: randomBytes, platform: process.platform });
  await new ArchiveLock(paths, writer, new TemporaryFolder(paths, writer)).take();
  console.log('held');
  setInterval(() => undefined, 1000);
})();
`;

let program = '';
beforeAll(async () => {
  const parts = ['archive-lock', 'archive-names', 'durable-write', 'temporary-folder'];
  program = await buildProgram(Object.fromEntries(parts.map((name) => [name, `src-main/store/${name}.ts`])), HOLDER);
}, 60_000);
afterAll(() => rm(dirname(program), { recursive: true, force: true, maxRetries: 5 }));

describe('the lock of a program that was killed while it held it', () => {
  let folder: string;
  let holder: ChildProcess;
  const lock = () => {
    const paths = new ArchivePaths(folder);
    const writer = new DurableWriter({ random: randomBytes, platform: process.platform });
    return new ArchiveLock(paths, writer, new TemporaryFolder(paths, writer));
  };
  const killed = async () => {
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nachlese-killed-'));
    holder = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (holder.stdout !== null) await once(holder.stdout, 'data');
  });
  afterEach(async () => {
    holder.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is free again at once on the same machine', async () => {
    await killed();
    const begun = performance.now();
    const held = await lock().take();
    expect(performance.now() - begun).toBeLessThan(PROMISED / 2);
    await held.confirm();
    await held.release();
  });

  it('is free again within ten seconds of its last beat for another machine, which cannot see that it ended', async () => {
    // Only the name of the machine is another: its file, its beats and their end are those of the killed program.
    const path = join(folder, '.lock');
    const holderFile = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...holderFile, host: 'elsewhere' }));
    await killed();
    const begun = performance.now();
    // Whoever waits has the patience that the times give: it is enough.
    const held = await lock().take();
    const took = performance.now() - begun;
    await held.release();
    // Less the beat that was missed, more what a busy machine takes.
    expect(took).toBeLessThan(PROMISED + 5_000);
    expect(LOCK_TIMES.stale).toBeLessThanOrEqual(PROMISED);
  }, 30_000);

  it('is not free while the other machine beats', async () => {
    const path = join(folder, '.lock');
    const holderFile = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...holderFile, host: 'elsewhere' }));
    await expect(lock().take()).rejects.toMatchObject({ code: 'archive-locked', values: { host: 'elsewhere' } });
    await killed();
  }, 30_000);
});
