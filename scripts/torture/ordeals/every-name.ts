import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '../../../src-main/archive.ts';
import { filesBelow } from '../../../src-main/store/trial-archive.ts';
import { DRIVE_KINDS, whyNoDrive, withDrive } from '../foreign-drive.ts';
import { openWhole } from '../large-archive.ts';
import type { Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';
import { namesBelow } from './foreign-drives.ts';

const DEVICES = ['CON', 'PRN', 'AUX', 'NUL', 'COM1', 'COM9', 'COM¹', 'LPT1', 'LPT9', 'LPT³', 'CONIN$', 'CONOUT$'];

/** What no other system takes as a name, names as long as a file system allows, and twins. */
const NAMES = [
  ...DEVICES.flatMap((name) => [name, `${name.toLowerCase()}.txt`]),
  ...[
    'Punkt.',
    'Leer ',
    'a:b',
    'a*b?',
    '<a>|"b"',
    'C:\\Windows',
    '\\\\server\\share',
    '../../hinaus',
    '/etc/passwd',
    '.',
  ],
  ...['x'.repeat(255), 'ü'.repeat(127), '日'.repeat(85), '😍'.repeat(63), 'y'.repeat(1000)],
  ...['Zwilling', 'ZWILLING', 'zwilling', 'Größe', 'Gro\u0308ße', 'GRÖSSE', 'ﬁn', 'fin', 'I', 'ı', 'İ'],
];

/**
 * Articles titled with all of a list of names: saved, found, exported and imported again with the exact title, none over
 * another, and every name on the disk one that Windows takes. Here and on drives of other systems.
 */
export const everyName: Ordeal = async ({ names }) => {
  const given = names === null ? [] : (JSON.parse(await readFile(names, 'utf8')) as string[]);
  const titles = [...given, ...NAMES];
  const wrong: string[] = [];
  const tried: string[] = [];
  const here = await mkdtemp(join(tmpdir(), 'nachlese-names-'));
  try {
    wrong.push(...(await nameEverything(here, titles)).map((what) => `here: ${what}`));
    tried.push('here');
    for (const kind of DRIVE_KINDS) {
      const reason = whyNoDrive(kind);
      const found = reason === null ? await withDrive(kind, 256, (drive) => nameEverything(drive, titles)) : null;
      tried.push(found === null ? `not ${kind.name}: ${reason ?? 'cannot be mounted here'}` : kind.name);
      wrong.push(...(found ?? []).map((what) => `${kind.name}: ${what}`));
    }
  } finally {
    await rm(here, { recursive: true, force: true, maxRetries: 5 });
  }
  return { rounds: titles.length, wrong, remark: tried.join('; ') };
};

/** A word that only the article of this number has. */
const wordOf = (number: number): string =>
  `wort${Array.from(String(number), (digit) => 'bcdfghklmz'[Number(digit)]).join('')}`;

async function nameEverything(drive: string, titles: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const own = await mkdtemp(join(tmpdir(), 'nachlese-beside-'));
  try {
    const archive = await openWhole(benchIn(drive, 'Archiv', own));
    const report = await archive.importSources({
      ...{ job: 'names', format: null, tags: [], dryRun: false },
      sources: titles.map((title, number) => ({ kind: 'paste', paste: pasteOf(title, number) })),
    });
    wrong.push(...report.failed.map(({ source, reason }) => `${source}: ${reason}`));
    if (report.imported.length !== titles.length) wrong.push(`${report.imported.length} of ${titles.length} saved`);
    const saved = await titlesIn(archive, titles.length, wrong);
    for (const [number, title] of titles.entries())
      if (isPlain(title) && saved[number] !== title) wrong.push(`"${title}" is called "${saved[number] ?? 'nothing'}"`);
    const out = join(drive, 'Ausgabe');
    await mkdir(out);
    const all = { query: '', articleIds: null, noteIds: null };
    await archive.writeExport({ what: 'articles', format: 'markdown', shape: 'many', ...all }, join(out, 'a'), false);
    const files = await readdir(join(out, 'a'));
    if (files.length !== titles.length) wrong.push(`${files.length} files of ${titles.length} articles`);
    const bytes = await readAll(join(drive, 'Archiv'));
    await archive.close();
    const again = await openWhole(benchIn(drive, 'Zweites', own));
    const back = await again.importSources({
      ...{ job: 'back', format: null, tags: [], dryRun: false },
      sources: [{ kind: 'path', path: join(out, 'a') }],
    });
    wrong.push(...back.failed.map(({ source, reason }) => `back: ${source}: ${reason}`));
    const after = await titlesIn(again, titles.length, wrong);
    for (const [number, title] of saved.entries())
      if (after[number] !== title) wrong.push(`"${title}" came back as "${after[number] ?? 'nothing'}"`);
    await again.close();
    if ((await readAll(join(drive, 'Archiv'))) !== bytes) wrong.push('the archive is another after its export');
    await namesBelow(drive, wrong);
  } finally {
    await rm(own, { recursive: true, force: true, maxRetries: 5 });
  }
  return wrong;
}

const pasteOf = (title: string, number: number) => ({
  ...{ title, url: `https://zeitung.example/name-${number}`, publisher: 'Zeitung', published: '2025-10-05' },
  ...{ authors: [], text: `Der Satz mit ${wordOf(number)} steht hier.\n\nNoch ein Absatz dazu.`, html: null },
});

const benchIn = (drive: string, name: string, own: string): Bench => ({
  root: own,
  folder: join(drive, name),
  options: {
    now: () => new Date(),
    random: (count) => randomBytes(count),
    cacheFolder: join(own, 'cache'),
    dataFolder: join(own, 'data'),
    watch: false,
  },
  model: new Map(),
});

/** Titles that are kept as they are: composed, without control characters, and no space that a line would lose. */
const isPlain = (title: string): boolean =>
  title === title.normalize('NFC') && title === title.replace(/\s+/gu, ' ').trim() && /^[^\p{C}]+$/u.test(title);

/** The title of each article, found by the word in its text. */
async function titlesIn(archive: Archive, count: number, wrong: string[]): Promise<string[]> {
  const titles: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const request = { query: `"${wordOf(number)} steht"`, offset: 0, limit: 2, sort: 'relevance' } as const;
    const { total, hits } = await archive.search(request);
    if (total !== 1) wrong.push(`article ${number} is found ${total} times`);
    titles.push(hits[0]?.title ?? '');
  }
  return titles;
}

async function readAll(folder: string): Promise<string> {
  const paths = (await filesBelow(folder)).filter((path) => path.startsWith('articles/'));
  const files = await Promise.all(paths.map(async (path) => (await readFile(join(folder, path))).toString('base64')));
  return JSON.stringify([paths, files]);
}
