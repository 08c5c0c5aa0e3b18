import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasStrace, tracing } from '../../../src-main/store/testing/traced-calls.ts';
import { makeChance, planSteps } from '../plan.ts';
import { makeBench, removeBench, runWorker } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

const CALLS = 'openat,mkdir,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,pwrite64,write,fsync,fdatasync';
/** For the living only: the lock, what others should look at again, and the folder for what is being built. */
const FLEETING = /^\.(lock|generation|tmp$)/;

/**
 * Reads the log of all system calls of many steps: whatever comes into the archive by a rename or a link was synced before,
 * all of it, and before a step is acknowledged every folder whose names changed was synced after its last change.
 */
export const syncOrder: Ordeal = async ({ seed, commits, worker }) => {
  if (!hasStrace) return { rounds: 0, wrong: [], skipped: 'strace is not installed' };
  const bench = await makeBench();
  const steps = planSteps(bench.model, commits, makeChance(seed), 's');
  const log = join(bench.root, 'calls.log');
  const wrapper = [...tracing(log, CALLS, '-y', '-s', '65536')];
  const account = await runWorker(bench, { worker, steps, killAfter: null, wrapper });
  const watch = new SyncWatch(bench.folder);
  for (const call of callsIn(await readFile(log, 'utf8'))) watch.see(call);
  await removeBench(bench);
  const wrong = [...watch.wrong];
  for (const { step, code } of account.failed) wrong.push(`${steps[step]?.do} failed: ${code}`);
  if (watch.acknowledged !== account.done.length)
    wrong.push(`${watch.acknowledged} acknowledged in the log, ${account.done.length} heard`);
  if (watch.commits === 0) wrong.push('no rename was seen: the rig proves nothing');
  const remark = `${watch.commits} renames and links, ${watch.syncs} fsyncs`;
  return { rounds: watch.acknowledged, wrong, remark };
};

type Call = { name: string; args: string };

/** Calls that succeeded, in the order in which they ended; those that others interrupted are put together again. */
function* callsIn(log: string): Generator<Call> {
  const begun = new Map<string, string>();
  for (const line of log.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const half = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (half !== undefined) {
      begun.set(thread, half);
      continue;
    }
    const end = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const whole = end === undefined ? rest : `${begun.get(thread) ?? ''}${end}`;
    const [, name, args] = /^(\w+)\((.*)\) += \d+/.exec(whole) ?? [];
    if (name !== undefined && args !== undefined) yield { name, args };
  }
}

/** What of an archive would be lost if the power failed now, as its system calls tell. */
class SyncWatch {
  readonly wrong: string[] = [];
  acknowledged = 0;
  commits = 0;
  syncs = 0;
  readonly #root: string;
  /** Files with bytes, and folders with names, that were not synced since. */
  readonly #bytes = new Set<string>();
  readonly #names = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  see({ name, args }: Call): void {
    const paths = [...args.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path);
    const [path = ''] = paths;
    const open = /^\d+<([^>]*)>/.exec(args)?.[1] ?? '';
    if (name === 'write' && args.startsWith('1<') && path.startsWith('done ')) this.#acknowledge(path);
    else if (name === 'write' || name === 'pwrite64') this.#bytes.add(open);
    else if (name === 'fsync' || name === 'fdatasync') {
      this.syncs += 1;
      this.#bytes.delete(open);
      this.#names.delete(open);
    } else if (name.startsWith('rename') || name.startsWith('link')) this.#place(name, path, paths[1] ?? '');
    else if (name === 'mkdir' || name.startsWith('unlink') || name === 'rmdir') this.#named(path);
    else if (name === 'openat' && args.includes('O_CREAT')) this.#named(path);
    if (name.startsWith('unlink') || name === 'rmdir') for (const set of [this.#bytes, this.#names]) set.delete(path);
  }

  /** Whether it must outlive the power: in the archive, and not only for the living. */
  #counts(path: string): boolean {
    if (path === this.#root) return true;
    const below = path.startsWith(`${this.#root}/`) ? path.slice(this.#root.length + 1) : null;
    return below !== null && !below.startsWith('.tmp') && !FLEETING.test(below);
  }

  #place(name: string, from: string, to: string): void {
    if (this.#counts(to)) {
      this.commits += 1;
      const open = [...this.#bytes, ...this.#names].filter((path) => path === from || path.startsWith(`${from}/`));
      for (const path of open) this.wrong.push(`${name} to ${this.#short(to)} before ${this.#short(path)} was synced`);
    }
    for (const set of [this.#bytes, this.#names])
      for (const path of [...set])
        if (name.startsWith('rename') && (path === from || path.startsWith(`${from}/`))) {
          set.delete(path);
          set.add(to + path.slice(from.length));
        }
    this.#named(to);
    if (name.startsWith('rename')) this.#named(from);
  }

  /** A name came, went or is another's. */
  #named(path: string): void {
    if (!FLEETING.test(this.#short(path))) this.#names.add(dirname(path));
  }

  #acknowledge(what: string): void {
    this.acknowledged += 1;
    const open = [...this.#bytes, ...this.#names].filter((path) => this.#counts(path));
    for (const path of open) this.wrong.push(`${what.replace('\\n', '')} said before ${this.#short(path)} was synced`);
    for (const path of open) for (const set of [this.#bytes, this.#names]) set.delete(path);
  }

  readonly #short = (path: string): string => path.slice(this.#root.length + 1);
}
