import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { plainText } from '../../src-main/article/plain-text.ts';
import type { ArchiveStore } from '../../src-main/store/archive-store.ts';
import { trialNote } from '../../src-main/store/trial-archive.ts';
import type { Article } from '#contract';
import type { Item, Model } from './plan.ts';

/** What an archive holds, read through the store, as a {@link Model}. Throws where anything is unreadable. */
export async function observe(store: ArchiveStore): Promise<Model> {
  const model: Model = new Map();
  for (const { id } of await store.scan()) {
    const { article, state, notes, unreadableNotes, versions } = await store.read(id);
    if (unreadableNotes.length > 0) throw new Error(`unreadable notes of ${id}: ${JSON.stringify(unreadableNotes)}`);
    const item: Item = {
      place: 'articles',
      day: dayOf(article),
      versions: {},
      tags: state.tags,
      notes: {},
      dropped: [],
    };
    for (const { id: version } of versions) item.versions[version] = dayOf(await store.readVersion(id, version));
    for (const note of notes) item.notes[numberOfNote(note.id)] = note.body;
    model.set(numberOf(id), item);
  }
  const trash = await store.listTrash();
  for (const { id, kind, articleId } of trash) {
    if (kind !== 'note' || articleId === null) continue;
    model.get(numberOf(articleId))?.dropped.push(String(numberOfNote(id.slice(id.indexOf('-note-') + 6))));
  }
  for (const { kind, articleId } of trash) {
    if (kind !== 'article' || articleId === null) continue;
    const number = numberOf(articleId);
    if (model.has(number)) throw new Error(`article ${number} is in its place and in the trash`);
    model.set(number, { place: 'trash', day: 0, versions: {}, tags: [], notes: {}, dropped: [] });
  }
  return model;
}

/** What two models say of one article, to be compared: of one in the trash only that it is there. */
export function saying(model: Model, number: number): string {
  const item = model.get(number);
  if (item === undefined) return 'absent';
  if (item.place === 'trash') return 'trash';
  const { day, versions, tags, notes, dropped } = item;
  const sorted = (entries: Record<string, unknown>) => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ day, versions: sorted(versions), tags, notes: sorted(notes), dropped: [...dropped].sort() });
}

/** Files that have no business in an archive at rest. */
export async function leftovers(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder)) if (name.startsWith('.lock')) found.push(name);
  for (const name of await readdir(join(folder, '.tmp')).catch(() => [])) found.push(`.tmp/${name}`);
  for (const year of await readdir(join(folder, 'articles')))
    for (const id of await readdir(join(folder, 'articles', year)))
      for (const name of await readdir(join(folder, 'articles', year, id)))
        if (!/^(article\.html|original\.txt|manifest-sha256\.txt|state\.json|notes|versions)$/.test(name))
          found.push(`articles/${year}/${id}/${name}`);
  return found;
}

const numberOf = (id: string): number => Number(/artikel-(\d+)-/.exec(id)?.[1]);
const numberOfNote = (id: string): number => Number(id.slice(trialNote('', 0).id.length - 12));

/** The day a capture says it was made on; throws where its text is another day's. */
function dayOf(article: Article): number {
  const day = Number(article.archived.slice(8, 10));
  const text = plainText(article.lead, article.blocks);
  if (!text.includes(`Fassung ${day} von`)) throw new Error(`${article.id} of day ${day} holds the text of another`);
  return day;
}
