import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Article, Note } from '#contract';
import type { Capture, StoreOptions } from './archive-store.ts';
import { DEFAULT_STATE } from './article-state.ts';

/** A folder for one test, and the options of a store with a clock that stands and chance that repeats. */
export type Trial = { root: string; folder: string; options: StoreOptions; remove: () => Promise<void> };

/** Makes a {@link Trial}; `at` is where its clock stands. For tests and for the torture rig. */
export async function makeTrial(at = '2026-11-22T12:00:00.000Z', parent = tmpdir()): Promise<Trial> {
  const root = await mkdtemp(join(parent, 'nachlese-store-'));
  return {
    root,
    folder: join(root, 'archive'),
    options: trialOptions(root, at),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export function trialOptions(root: string, at: string, seed = 'seed'): StoreOptions {
  let drawn = 0;
  return {
    now: () => new Date(at),
    random: (count) => {
      drawn += 1;
      return createHash('sha512').update(`${seed}:${drawn}`).digest().subarray(0, count);
    },
    cacheFolder: join(root, 'cache'),
    dataFolder: join(root, 'data'),
    watch: false,
  };
}

/** An article made of a number: the same number gives the same article. */
export function trialArticle(number: number, changes: Partial<Article> = {}): Article {
  const url = `https://zeitung.example/artikel-${number}`;
  const hash = createHash('sha256').update(url).digest('hex').slice(0, 10);
  const day = String((number % 28) + 1).padStart(2, '0');
  return {
    id: `2025-10-${day}-artikel-${number}-${hash}`,
    title: `Artikel ${number}`,
    titleFrom: 'source',
    kicker: null,
    lead: [{ type: 'text', text: `Vorspann ${number}.`, marks: [] }],
    authors: ['Anna Muster'],
    publisher: 'Zeitung',
    agency: null,
    section: null,
    edition: null,
    page: null,
    databaseId: null,
    language: 'de',
    published: `2025-10-${day}`,
    modified: null,
    archived: '2025-10-31T08:00:00Z',
    url,
    canonicalUrl: null,
    citeKey: null,
    blocks: [paragraph(`Absatz eins über Größe und Maß, ${number}.`), paragraph(`Absatz zwei von Artikel ${number}.`)],
    assets: [],
    importedFrom: null,
    ...changes,
  };
}

const paragraph = (text: string): Article['blocks'][number] => ({
  type: 'paragraph',
  language: null,
  direction: null,
  content: [{ type: 'text', text, marks: [] }],
});

export const textBlocks = (...texts: string[]): Article['blocks'] => texts.map(paragraph);

export function trialCapture(number: number, changes: Partial<Capture> = {}): Capture {
  const article = changes.article ?? trialArticle(number);
  return {
    article,
    original: { bytes: Buffer.from(`Original von Artikel ${number}\n`.repeat(20)), extension: 'txt' },
    assets: [],
    state: DEFAULT_STATE,
    notes: [],
    ...changes,
  };
}

/** A smallest PNG, as an asset of an article. */
export function trialAsset(): { name: string; mediaType: string; bytes: Buffer } {
  const bytes = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  return {
    name: `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.png`,
    mediaType: 'image/png',
    bytes,
  };
}

export function trialNote(articleId: string, number: number, changes: Partial<Note> = {}): Note {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    articleId,
    selector: { exact: 'Absatz eins', prefix: '', suffix: ' über', start: 14, end: 25 },
    creator: 'Anna Muster',
    own: true,
    color: 'wheat',
    body: `Notiz ${number}`,
    tags: ['prüfen'],
    created: '2025-11-01T09:00:00Z',
    modified: null,
    revision: '',
    ...changes,
  };
}

/** All files below a folder, relative, sorted; what belongs to one machine is left out. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop())
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (['.generation', '.lock', '.tmp'].includes(path)) continue;
      if (entry.isDirectory()) waiting.push(path);
      else found.push(path);
    }
  return found.sort();
}
