import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readMarker } from '../../src-main/store/archive-marker.ts';
import { listBackups, verifyBackup } from '../../src-main/store/backup/verify-backup.ts';
import { verifyBag } from '../../src-main/store/bag/verify-bag.ts';
import { migrateMadeUp } from '../../src-main/store/migrations/migrate-made-up.ts';
import { isMigrating } from '../../src-main/store/migrations/migrate-archive.ts';
import { CHANGES } from './archive-tasks.ts';
import { bytesBelow, differences, FORMER, type Seen, type TaskAccount, type TaskPlace } from './task-place.ts';

/** What the same task left when nobody interrupted it, and the archive before and after it. */
export type Whole = { before: Seen; after: Seen; out: Map<string, string>; known: string[] };

export type InterruptedTask = {
  /** As {@link ARCHIVE_TASKS} and the worker call it. */
  name: string;
  /** What the worker reads or writes besides the archive. */
  path: (place: TaskPlace) => string;
  /** What happens before, besides putting back. */
  before?: (place: TaskPlace) => Promise<void>;
  /** Names in `out` it may leave. */
  makes: string[];
  /** The index writes its files by `write`, as the program's threads do that wake each other: only files count. */
  writes?: true;
  inspect: (place: TaskPlace, whole: Whole, account: TaskAccount, wrong: string[]) => Promise<void>;
};

const always = () => undefined;
const never = () => false;
const out = (name: string) => (place: TaskPlace) => join(place.out, name);

/** What a task that only reads the archive leaves of it: everything, as it was. */
async function archiveIsSame(place: TaskPlace, { before }: Whole, wrong: string[], writes = true): Promise<void> {
  const seen = await place.look(wrong, place.folder, writes);
  if (seen.said !== before.said) wrong.push(`the archive says ${seen.said} instead of ${before.said}`);
  wrong.push(...differences(seen.files, before.files));
}

/** A folder that a task makes: all of it, or none; once told to be made, all. */
async function wholeOrNone(place: TaskPlace, name: string, whole: Whole, account: TaskAccount, wrong: string[]) {
  const made = new Map([...(await bytesBelow(place.out))].filter(([path]) => path.startsWith(`${name}/`)));
  const wanted = new Map([...whole.out].filter(([path]) => path.startsWith(`${name}/`)));
  if (made.size === 0 && !account.ended) return;
  wrong.push(...differences(made, wanted));
}

/** One change to the archive: as before or as after it; once told to be done, as after it. */
const change = (name: string): InterruptedTask => ({
  name,
  path: () => '',
  makes: [],
  inspect: async (place, { before, after }, account, wrong) => {
    const { said } = await place.look(wrong);
    const allowed = account.ended ? [after.said] : [before.said, after.said];
    if (!allowed.includes(said)) wrong.push(`the archive says ${said} instead of ${allowed.join(' or ')}`);
  },
});

/** Everything a person waits for that works with a whole archive. */
export const INTERRUPTED_TASKS: readonly InterruptedTask[] = [
  {
    name: 'export',
    path: out('export.md'),
    makes: [],
    inspect: async (place, whole, account, wrong) => {
      await archiveIsSame(place, whole, wrong);
      const text = await readFile(join(place.out, 'export.md'), 'utf8');
      const full = Buffer.from(whole.out.get('export.md') ?? '', 'latin1').toString('utf8');
      if (text !== full && (account.ended || text !== FORMER)) wrong.push(`the export has ${text.length} characters`);
    },
  },
  {
    name: 'export-notes',
    path: out('notes'),
    makes: ['notes'],
    inspect: async (place, whole, account, wrong) => {
      await archiveIsSame(place, whole, wrong);
      await wholeOrNone(place, 'notes', whole, account, wrong);
    },
  },
  {
    name: 'bag',
    path: out('bag'),
    makes: ['bag'],
    inspect: async (place, whole, account, wrong) => {
      await archiveIsSame(place, whole, wrong);
      const made = [...(await bytesBelow(place.out)).keys()].filter((path) => path.startsWith('bag/'));
      if (made.length === 0 && !account.ended) return;
      const { valid, changed, missing, extra, problems } = await verifyBag(join(place.out, 'bag'));
      if (!valid) wrong.push(`the bag is not valid: ${JSON.stringify({ changed, missing, extra, problems })}`);
      const paths = [...whole.out.keys()].filter((path) => path.startsWith('bag/'));
      if (made.length !== paths.length) wrong.push(`${made.length} files in the bag instead of ${paths.length}`);
    },
  },
  {
    name: 'backup',
    path: out('backup'),
    makes: [],
    inspect: async (place, whole, account, wrong) => {
      await archiveIsSame(place, whole, wrong);
      const backup = join(place.out, 'backup');
      const [info] = await listBackups(backup);
      const counts = info?.generations.map(({ articles }) => articles).join() ?? '';
      if (counts !== '3,2' && (counts !== '2' || account.ended)) wrong.push(`the backup's generations hold ${counts}`);
      const archive = await place.open();
      await archive.backUp({ job: 'torture', folder: backup, thorough: false });
      await archive.close();
      const { damaged } = await verifyBackup(backup, () => new Date(), always, never);
      wrong.push(...damaged.map(({ file }) => `damaged in the backup: ${file}`));
      for (const path of (await bytesBelow(backup)).keys())
        if (/(^|\/)\.|\.[0-9a-f]{16}$/.test(path)) wrong.push(`left over in the backup: ${path}`);
    },
  },
  {
    name: 'restore',
    path: out('restored'),
    makes: ['restored'],
    inspect: async (place, whole, account, wrong) => {
      const restored = join(place.out, 'restored');
      const wanted = new Map(
        [...whole.out].flatMap(([path, bytes]) =>
          path.startsWith('restored/') ? [[path.slice('restored/'.length), bytes] as const] : [],
        ),
      );
      const left = await bytesBelow(restored).catch(() => new Map<string, string>());
      if (account.ended && !left.has('archive.json')) wrong.push('what was restored is no archive');
      // Without its marker it is no archive yet, and the next try goes on.
      if (!left.has('archive.json')) {
        const again = await place.run('restore', restored, []);
        if (!again.ended) wrong.push(`the next try failed: ${again.failed?.sentence ?? ''}`);
      }
      wrong.push(...differences((await place.look(wrong, restored)).files, wanted));
    },
  },
  {
    name: 'rebuild',
    path: () => '',
    makes: [],
    writes: true,
    inspect: (place, whole, _, wrong) => archiveIsSame(place, whole, wrong),
  },
  {
    name: 'reopen',
    path: () => '',
    before: (place) => rm(join(place.root, 'cache'), { recursive: true }),
    makes: [],
    writes: true,
    inspect: (place, whole, _, wrong) => archiveIsSame(place, whole, wrong),
  },
  {
    name: 'import',
    path: (place) => join(place.root, 'sources'),
    makes: [],
    inspect: async (place, whole, account, wrong) => {
      const sources = join(place.root, 'sources');
      // The next start finds each file wholly or not at all, and the same import adds what is missing.
      const then = await place.look(wrong);
      if (account.ended && rowsIn(then) !== rowsIn(whole.after)) wrong.push(`there are ${rowsIn(then)} articles`);
      for (const [path, bytes] of whole.before.files)
        if (then.files.get(path) !== bytes) wrong.push(`not as before: ${path}`);
      const again = await place.run('import', sources, []);
      if (!again.ended) wrong.push(`the next import failed: ${again.failed?.sentence ?? ''}`);
      const after = await place.look(wrong);
      if (rowsIn(after) !== rowsIn(whole.after)) wrong.push(`there are ${rowsIn(after)} articles in the end`);
    },
  },
  {
    name: 'migrate',
    path: () => '',
    makes: [],
    inspect: async (place, whole, account, wrong) => {
      const isNew = (await isMigrating(place.folder)) || (await readMarker(place.folder))?.version === 2;
      if (account.ended && !isNew) wrong.push('the archive is of its former format');
      if (!isNew) await archiveIsSame(place, whole, wrong, false);
      await migrateMadeUp(place.folder, place.root);
      const seen = await place.look(wrong);
      wrong.push(...differences(seen.files, whole.after.files));
    },
  },
  ...Object.keys(CHANGES).map(change),
];

const rowsIn = ({ said }: Seen): number => (JSON.parse(said) as [unknown[]])[0].length;
