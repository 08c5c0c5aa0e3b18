import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aptGet, firstLine } from './apt-get.mjs';

let folder: string;
let said: string[];
const say = (line: string) => said.push(line);
const path = process.env['PATH'] ?? '';

beforeEach(() => {
  said = [];
  folder = mkdtempSync(join(tmpdir(), 'nachlese-apt-'));
  process.env['PATH'] = `${folder}:${path}`;
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** An apt-get that notes how it was called, without its options, and does what the shell is told then. */
function fake(script: string): void {
  const file = join(folder, 'apt-get');
  const noted = `echo "$*" | sed "s/-o [^ ]* //g" >> '${folder}/called'`;
  writeFileSync(file, `#!/bin/sh\n${noted}\n${script}\n`);
  chmodSync(file, 0o755);
}
const called = () => readFileSync(join(folder, 'called'), 'utf8').trim().split('\n');

describe.skipIf(process.platform !== 'linux')('apt-get', () => {
  it('waits for whoever has the lock, asks nothing, and answers what it said', async () => {
    fake('echo "$* $DEBIAN_FRONTEND"');
    const output = await aptGet(['purge', '-y', 'nachlese'], { say });
    expect(output).toContain('DPkg::Lock::Timeout=300');
    expect(output).toContain('purge -y nachlese noninteractive');
    expect(said).toEqual([]);
  });

  it('installs once more with new lists, even where not all of those could be had', async () => {
    fake(`case "$*" in
      *update*) echo 'E: no network'; exit 100 ;;
      *) [ "$(grep -c install '${folder}/called')" = 2 ] || { echo 'E: no such version'; exit 100; } ;;
    esac`);
    await aptGet(['install', '-y', 'xvfb'], { say, wait: 1 });
    expect(called()).toEqual(['install -y xvfb', 'update -q', 'update -q', 'install -y xvfb']);
    expect(said).toEqual([
      'apt-get install -y xvfb failed: E: no such version; once more …',
      'apt-get update -q failed: E: no network; once more …',
      'apt-get update -q failed: E: no network',
    ]);
  });

  it('says why it failed in the end', async () => {
    fake("echo 'Reading …'; echo 'E: held broken packages' >&2; exit 100");
    const error: unknown = await aptGet(['remove', 'nachlese'], { say, wait: 1 }).catch((reason: unknown) => reason);
    expect(called()).toHaveLength(2);
    expect(firstLine(error as Error)).toBe('apt-get remove nachlese failed: E: held broken packages');
  });
});
