import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runWatched } from './watched-command.mjs';

const node = (code: string, options = {}) => runWatched(process.execPath, ['-e', code], options);
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nachlese-watched-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('a watched command', () => {
  it('answers with its exit code and what it wrote', async () => {
    const answer = await node('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(answer).toMatchObject({ code: 3, gaveUp: false });
    expect(answer.output).toContain('out');
    expect(answer.output).toContain('err');
  });

  it('is given up when it stands still, its children too', async () => {
    const started = Date.now();
    const child = `require('node:child_process').spawnSync('sleep', ['60'])`;
    expect(await node(child, { quietSeconds: 2 })).toMatchObject({ code: null, gaveUp: true });
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('is left alone while it writes, or while its folder grows', async () => {
    const words = 'let n = 0; const t = setInterval(() => { console.log(n); if (++n > 7) clearInterval(t); }, 500)';
    expect(await node(words, { quietSeconds: 3 })).toMatchObject({ code: 0, gaveUp: false });
    const file = JSON.stringify(join(folder, 'download'));
    const bytes = `let n = 0; const t = setInterval(() => { require('node:fs').appendFileSync(${file}, 'x'); if (++n > 7) clearInterval(t); }, 500)`;
    expect(await node(bytes, { quietSeconds: 3, grows: folder })).toMatchObject({ code: 0, gaveUp: false });
  });

  it('that does not exist says so instead of throwing', async () => {
    const answer = await runWatched('/no/such/program', []);
    expect(answer.code).toBeNull();
    expect(answer.output).toContain('ENOENT');
  });
});
