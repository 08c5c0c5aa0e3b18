import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive, type Archive } from '../../../src-main/archive.ts';
import { ArchiveError } from '../../../src-main/errors.ts';
import { asArchiveError } from '../../../src-main/messages/as-archive-error.ts';
import { sentence } from '../../../src-main/messages/index.ts';
import { verifyBackup } from '../../../src-main/store/backup/verify-backup.ts';
import { archiveOptions } from '../archive-options.ts';
import { DRIVE_KINDS, whyNoDrive, withDrive } from '../foreign-drive.ts';
import { makeChance, planSteps } from '../plan.ts';
import { inspect, makeBench, runWorker } from '../rig.ts';
import type { Ordeal, Settings } from '../settings.ts';
import { writtenAtOnce } from './two-writers.ts';

/** Titles no other system takes as a file's name, twins but for case, and the same letters composed in two ways. */
const TITLES = [
  'CON',
  'nul.txt',
  'COM1 und LPT1',
  'Was? Wie: "so" <nie> | nimmer*',
  'C:\\Windows\\System32',
  'Am Ende ein Punkt.',
  'Zwilling',
  'ZWILLING',
  'Größe',
  'Gro\u0308ße'.normalize('NFD'),
  'x'.repeat(240),
  '日本の新聞',
  '../../hinaus',
];

const MORE_THAN_FITS = 1_000;
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * The archive on drives of other systems: all that is done with one works there, its names are valid on Windows, two
 * programs do not get into each other's way although there are no links, and kills and a full drive lose nothing.
 */
export const foreignDrives: Ordeal = async (settings) => {
  const wrong: string[] = [];
  const tried: string[] = [];
  const reasons: string[] = [];
  for (const kind of DRIVE_KINDS) {
    const reason = whyNoDrive(kind);
    const found = reason === null ? await withDrive(kind, 64, (folder) => useDrive(folder, settings)) : null;
    if (found === null) reasons.push(`${kind.name}: ${reason ?? 'cannot be mounted here'}`);
    else {
      tried.push(kind.name);
      wrong.push(...found.map((what) => `${kind.name}: ${what}`));
    }
  }
  if (tried.length === 0) return { rounds: 0, wrong, skipped: reasons.join('; ') };
  return { rounds: tried.length, wrong, remark: [tried.join(', '), ...reasons.map((one) => `not ${one}`)].join('; ') };
};

async function useDrive(drive: string, { seed, long, worker }: Settings): Promise<string[]> {
  const wrong: string[] = [];
  const own = await mkdtemp(join(tmpdir(), 'nachlese-beside-'));
  try {
    await readAndWrite(drive, own, wrong);
    const chance = makeChance(seed);
    const bench = await makeBench(drive);
    for (let round = 0; round < (long ? 50 : 4); round += 1) {
      const steps = planSteps(bench.model, 40, chance, `f${round}`);
      const account = await runWorker(bench, { worker, steps, killAfter: chance(250), notes: own });
      for (const { step, code } of account.failed) wrong.push(`kill ${round}: ${steps[step]?.do} failed: ${code}`);
      wrong.push(...(await inspect(bench, steps, account)).map((what) => `kill ${round}: ${what}`));
    }
    wrong.push(...(await writtenAtOnce(await makeBench(drive), own, long ? 200 : 20, worker)));
    wrong.push(...(await fill(drive, own)));
  } catch (error) {
    wrong.push(error instanceof ArchiveError ? sentence(error, 'en') : String(error));
  } finally {
    await rm(own, { recursive: true, force: true, maxRetries: 5 });
  }
  return wrong;
}

const open = (folder: string, own: string): Promise<Archive> =>
  openArchive(folder, archiveOptions(own, { creator: () => 'Probe', create: 'if-missing' }));

async function importAll(archive: Archive, own: string, extra: string): Promise<number> {
  const sources = join(own, 'sources');
  await mkdir(sources, { recursive: true });
  for (const [index, title] of TITLES.entries())
    await writeFile(
      join(sources, `${index}.html`),
      `<html lang="de"><head><title>${title.replaceAll('<', '&lt;')}</title><link rel="canonical" href="https://zeitung.example/${index}"></head>
<body><article><h1>${title.replaceAll('<', '&lt;')}</h1><p>${`Absatz ${index} über die Stadt${extra}. `.repeat(40)}</p></article></body></html>`,
    );
  const request = { job: 'drive', format: null, tags: [], dryRun: false };
  const report = await archive.importSources({ ...request, sources: [{ kind: 'path', path: sources }] });
  for (const { source, reason } of report.failed) throw new Error(`${source}: ${reason}`);
  return report.imported.length;
}

/** Import, note, change, delete, restore, export, bag, backup, and once more after a new start. */
async function readAndWrite(drive: string, own: string, wrong: string[]): Promise<void> {
  const folder = join(drive, 'Archiv');
  let archive = await open(folder, own);
  const imported = await importAll(archive, own, '');
  if (imported !== TITLES.length) wrong.push(`${imported} of ${TITLES.length} imported`);
  await importAll(archive, own, ' und das Land');
  const list = async () =>
    (await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null })).rows;
  const rows = await list();
  const [first, second] = rows;
  if (first === undefined || second === undefined) throw new Error('nothing is there');
  await archive.tagArticles([first.id], ['geprüft'], []);
  const range = { start: 0, end: 9 };
  const note = await archive.createNote({ articleId: first.id, range, color: 'wheat', body: 'Eine Notiz', tags: [] });
  await archive.editNote(note.id, { body: 'Eine andere' }, note.revision);
  if ((await archive.noteHistory(note.id)).length !== 1) wrong.push('the former version of the note is not there');
  const { versions } = await archive.openArticle(first.id);
  if (versions[0] === undefined) wrong.push('the earlier version is not there');
  else await archive.restoreVersion(first.id, versions[0].id);
  const titles = rows.map(({ title }) => title).sort();
  for (const title of TITLES)
    if (!titles.some((one) => one.normalize() === title.normalize())) wrong.push(`the title ${title} is not there`);
  await archive.deleteArticles([second.id]);
  await archive.restore([second.id]);
  const all = { query: '', articleIds: null, noteIds: null };
  const exported = join(drive, 'Ausgabe');
  await archive.writeExport({ what: 'articles', format: 'markdown', shape: 'many', ...all }, exported, false);
  if ((await readdir(exported)).length !== TITLES.length)
    wrong.push('not every article was exported to a file of its own');
  await archive.writeExport({ what: 'archive', format: 'bag', shape: 'many', ...all }, join(drive, 'Tasche'), false);
  const { folder: backup } = await archive.backUp({ job: 'drive', folder: join(drive, 'Sicherung'), thorough: false });
  const check = await verifyBackup(
    backup,
    () => new Date(),
    () => undefined,
    () => false,
  );
  wrong.push(...check.damaged.map(({ file }) => `damaged in the backup: ${file}`));
  const before = JSON.stringify(await list());
  await archive.close();
  await rm(join(own, 'cache'), { recursive: true });
  archive = await open(folder, own);
  await archive.inStep();
  if (JSON.stringify(await list()) !== before) wrong.push('after a new start the list is another');
  const { changed, missing, extra, unreadable } = await archive.verify({ job: 'drive', ids: null });
  wrong.push(...[...changed, ...missing, ...extra, ...unreadable].map((path) => `damaged: ${path}`));
  await archive.close();
  await namesBelow(drive, wrong);
}

/** Every name must be one Windows takes, and no two in a folder the same but for case. */
export async function namesBelow(folder: string, wrong: string[]): Promise<void> {
  const seen = new Set<string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const { name } = entry;
    if (/[<>:"/\\|?*\u0000-\u001f]|[. ]$/.test(name) || RESERVED.test(name) || name.length > 255)
      wrong.push(`not a name on Windows: ${name}`);
    const folded = name.normalize().toLowerCase();
    if (seen.has(folded)) wrong.push(`twice but for case: ${name}`);
    seen.add(folded);
    if (entry.isDirectory()) await namesBelow(join(folder, name), wrong);
  }
}

/** Fills the drive: a sentence says so, and what was there is whole. */
async function fill(drive: string, own: string): Promise<string[]> {
  const archive = await open(join(drive, 'Archiv'), own);
  const wrong: string[] = [];
  try {
    await archive.inStep();
    const before = (await archive.verify({ job: 'drive', ids: null })).checked;
    const ballast = join(drive, 'ballast');
    for (let size = 16 * 1024 * 1024; size >= 1; size = Math.floor(size / 2))
      for (let number = 0; ; number += 1)
        try {
          await writeFile(`${ballast}-${size}-${number}`, Buffer.alloc(size));
        } catch {
          break;
        }
    // A full NTFS still has room for a few small files.
    let failure: ArchiveError | null = null;
    for (let number = 0; failure === null && number < MORE_THAN_FITS; number += 1)
      failure = await archive.createCollection(`Zu viel ${number}`).then(() => null, asArchiveError);
    if (failure === null) wrong.push('the drive was never full');
    else if (!['disk-full', 'io'].includes(failure.code))
      wrong.push(`full: ${failure.code} ${sentence(failure, 'en')}`);
    const { checked, changed, missing, unreadable } = await archive.verify({ job: 'drive', ids: null });
    if (checked < before) wrong.push(`full: ${checked} files instead of ${before}`);
    wrong.push(...[...changed, ...missing, ...unreadable].map((path) => `damaged when full: ${path}`));
  } finally {
    await archive.close().catch((error: unknown) => wrong.push(String(error)));
  }
  return wrong;
}
