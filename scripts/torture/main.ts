import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { bagAndBack } from './ordeals/bag-and-back.ts';
import { bitFlips } from './ordeals/bit-flips.ts';
import { clockJumps } from './ordeals/clock-jumps.ts';
import { damagedIndex } from './ordeals/damaged-index.ts';
import { doorsAtOnce } from './ordeals/doors-at-once.ts';
import { failingAtEveryCall, killedAtEveryCall } from './ordeals/every-call.ts';
import { tasksFailing, tasksKilled } from './ordeals/every-call-of-tasks.ts';
import { everyName } from './ordeals/every-name.ts';
import { foreignDrives } from './ordeals/foreign-drives.ts';
import { killedImports } from './ordeals/killed-imports.ts';
import { outsideEdits } from './ordeals/outside-edits.ts';
import { randomKills } from './ordeals/random-kills.ts';
import { smallDisks } from './ordeals/small-disks.ts';
import { syncOrder } from './ordeals/sync-order.ts';
import { twoWriters } from './ordeals/two-writers.ts';
import type { Ordeal, Settings } from './settings.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
    kills: { type: 'string' },
    writes: { type: 'string' },
    disks: { type: 'string' },
    flips: { type: 'string' },
    jumps: { type: 'string' },
    edits: { type: 'string' },
    articles: { type: 'string' },
    files: { type: 'string' },
    commits: { type: 'string' },
    damages: { type: 'string' },
    names: { type: 'string' },
    inject: { type: 'string' },
    lasting: { type: 'boolean', default: false },
    tasks: { type: 'string' },
    worker: { type: 'string' },
    'archive-worker': { type: 'string' },
  },
});

/** A number that was given, else that of the short or of the long form. */
const amount = (given: string | undefined, short: number, long: number): number =>
  Number(given ?? (values.long ? long : short));

const settings: Settings = {
  seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)),
  worker: values.worker ?? '',
  archiveWorker: values['archive-worker'] ?? '',
  long: values.long,
  kills: amount(values.kills, 100, 1000),
  writes: amount(values.writes, 200, 500),
  disks: amount(values.disks, 30, 200),
  flips: amount(values.flips, 300, 1000),
  jumps: amount(values.jumps, 12, 100),
  edits: amount(values.edits, 60, 1000),
  articles: amount(values.articles, 30, 300),
  files: amount(values.files, 150, 1000),
  commits: amount(values.commits, 60, 1000),
  damages: amount(values.damages, 16, 200),
  names: values.names ?? null,
  // Once each in the short form; ENOSPC and EIO take the same way through the program as the others.
  inject: (values.inject ?? (values.long ? 'error=EIO,error=ENOSPC,error=EACCES,error=EROFS' : 'error=EIO')).split(','),
  lasting: values.lasting,
  tasks: values.tasks?.split(',') ?? null,
};

const ORDEALS: Record<string, { what: string; run: Ordeal }> = {
  kills: { what: 'killed at random', run: randomKills },
  calls: { what: 'killed at each system call', run: killedAtEveryCall },
  faults: { what: 'system calls that fail', run: failingAtEveryCall },
  disks: { what: 'filled small disks', run: smallDisks },
  two: { what: 'written by two at once', run: twoWriters },
  doors: { what: 'written by windows and command lines at once', run: doorsAtOnce },
  flips: { what: 'bits flipped, files cut', run: bitFlips },
  clocks: { what: 'clock set to another time', run: clockJumps },
  edits: { what: 'edited by others while open', run: outsideEdits },
  syncs: { what: 'steps whose system calls are read for the order of fsync and rename', run: syncOrder },
  index: { what: 'index and catalogue damaged', run: damagedIndex },
  bags: { what: 'exported as a bag and imported again', run: bagAndBack },
  names: { what: 'titles saved, found, exported and imported on several file systems', run: everyName },
  drives: { what: 'used on exFAT, NTFS and FAT', run: foreignDrives },
  tasks: { what: 'export, bag, backup, restore, rebuild, import and migration killed at each call', run: tasksKilled },
  'task-faults': { what: 'the same with calls that fail', run: tasksFailing },
  imports: { what: 'import, export and rebuild killed', run: killedImports },
};

/** Drives need programs that few machines have, doors the built app; of all of them the short form has tests already. */
const ONLY_LONG = ['doors', 'drives', 'index', 'bags', 'names'];

const wanted =
  values.only?.split(',') ?? Object.keys(ORDEALS).filter((name) => values.long || !ONLY_LONG.includes(name));
const unknown = wanted.find((name) => !(name in ORDEALS));
if (unknown !== undefined) throw new Error(`there is no ordeal ${unknown}: ${Object.keys(ORDEALS).join(', ')}`);

await mkdir(tmpdir(), { recursive: true });
console.log(`seed ${settings.seed}`);
const begunAt = performance.now();
let failed = 0;
for (const name of wanted) {
  const { what, run } = ORDEALS[name] as { what: string; run: Ordeal };
  const begun = performance.now();
  const { rounds, wrong, skipped, remark } = await run(settings);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (skipped === undefined)
    console.log(
      `${name}: ${what}, ${rounds} times, ${wrong.length} wrong, ${seconds} s${remark === undefined ? '' : ` (${remark})`}`,
    );
  else console.log(`${name}: skipped, ${skipped}`);
  for (const one of wrong.slice(0, 20)) console.log(`  ${one}`);
  failed += wrong.length;
}
console.log(`${failed} wrong in all, ${((performance.now() - begunAt) / 1000).toFixed(0)} s`);
process.exitCode = failed === 0 ? 0 : 1;
