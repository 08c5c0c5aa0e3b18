import type { Article } from '#contract';
import { textBlocks, trialArticle } from '../../src-main/store/trial-archive.ts';

/** One thing done to an archive. Articles are told by number; notes by a number of their own. */
export type Step =
  | { do: 'add'; articles: number[] }
  | { do: 'version'; article: number; day: number }
  | { do: 'restore-version'; article: number; version: string }
  | { do: 'tag'; article: number; tag: string }
  | { do: 'note'; article: number; note: number }
  | { do: 'edit-note'; article: number; note: number; body: string }
  | { do: 'drop-note'; article: number; note: number }
  | { do: 'bring-note'; article: number; note: number }
  | { do: 'remove'; article: number }
  | { do: 'restore'; article: number }
  | { do: 'erase'; article: number };

/** What there is of one article; two of these are compared as JSON. */
export type Item = {
  place: 'articles' | 'trash';
  /** Day of the newest capture, and of the earlier ones by their names. */
  day: number;
  versions: Record<string, number>;
  tags: string[];
  notes: Record<string, string>;
  /** Single notes in the trash, by number. */
  dropped: string[];
};

export type Model = Map<number, Item>;

/** Numbers from 0 up to `end`, by chance that repeats (mulberry32). */
export function makeChance(seed: number): (end: number) => number {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

/** The capture of an article made on a day; each day's text is another. */
export const captureOf = (number: number, day: number): Article =>
  trialArticle(number, {
    archived: `2025-11-${String(day).padStart(2, '0')}T08:00:00Z`,
    blocks: textBlocks(`Fassung ${day} von Artikel ${number}.`, 'Ein zweiter Absatz. '.repeat(day * 20)),
  });

export const versionName = (day: number): string => `202511${String(day).padStart(2, '0')}T080000Z`;

/** Applies a step to a copy of the model. */
export function applyStep(model: Model, step: Step): Model {
  const next = new Map([...model].map(([number, item]) => [number, JSON.parse(JSON.stringify(item)) as Item]));
  if (step.do === 'add') {
    for (const number of step.articles)
      next.set(number, {
        place: 'articles',
        day: 1,
        versions: {},
        tags: ['neu'],
        notes: { [number * 1000]: 'mitgebracht' },
        dropped: [],
      });
    return next;
  }
  const item = next.get(step.article);
  if (item === undefined) throw new Error(`no article ${step.article} to ${step.do}`);
  switch (step.do) {
    case 'version':
      item.versions[versionName(item.day)] = item.day;
      item.day = step.day;
      break;
    case 'restore-version': {
      const day = item.versions[step.version] ?? 0;
      item.versions[versionName(item.day)] = item.day;
      item.versions = without(item.versions, step.version);
      item.day = day;
      break;
    }
    case 'tag':
      item.tags.push(step.tag);
      break;
    case 'note':
      item.notes[step.note] = 'neu';
      break;
    case 'edit-note':
      item.notes[step.note] = step.body;
      break;
    case 'drop-note':
      item.notes = without(item.notes, String(step.note));
      item.dropped.push(String(step.note));
      break;
    case 'bring-note':
      item.notes[step.note] = 'neu';
      item.dropped = item.dropped.filter((note) => note !== String(step.note));
      break;
    case 'remove':
      item.place = 'trash';
      break;
    case 'restore':
      item.place = 'articles';
      break;
    case 'erase':
      next.delete(step.article);
  }
  return next;
}

const without = <Value>(record: Record<string, Value>, name: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));

/** Articles a step touches. */
export const touchedBy = (step: Step): number[] => (step.do === 'add' ? step.articles : [step.article]);

/** `count` steps that are possible one after the other, from a model on. */
export function planSteps(model: Model, count: number, chance: (end: number) => number, tag: string): Step[] {
  const steps: Step[] = [];
  let present = model;
  let newest = Math.max(0, ...model.keys());
  while (steps.length < count) {
    const step = oneStep(present, chance, () => (newest += 1), `${tag}-${steps.length}`);
    if (step === null) continue;
    steps.push(step);
    present = applyStep(present, step);
  }
  return steps;
}

function oneStep(model: Model, chance: (end: number) => number, newNumber: () => number, tag: string): Step | null {
  const numbers = [...model.keys()];
  const kind = chance(12);
  if (numbers.length < 4 || (kind < 2 && numbers.length < 14))
    return { do: 'add', articles: Array.from({ length: 1 + chance(4) }, newNumber) };
  const article = numbers[chance(numbers.length)] ?? 0;
  const item = model.get(article);
  if (item === undefined) return null;
  if (item.place === 'trash') return { do: chance(3) === 0 ? 'erase' : 'restore', article };
  const notes = Object.keys(item.notes).map(Number);
  const note = notes[chance(Math.max(notes.length, 1))];
  const days = [item.day, ...Object.values(item.versions)];
  const version = Object.keys(item.versions)[0];
  if (kind < 4) return { do: 'tag', article, tag };
  if (kind < 5) return days.length < 5 ? { do: 'version', article, day: Math.max(...days) + 1 } : null;
  if (kind < 6) return version === undefined ? null : { do: 'restore-version', article, version };
  if (kind < 8)
    return { do: 'note', article, note: Math.max(article * 1000, ...notes, ...item.dropped.map(Number)) + 1 };
  if (kind < 9) return note === undefined ? null : { do: 'edit-note', article, note, body: tag };
  if (kind < 10) {
    const dropped = item.dropped[0];
    if (dropped !== undefined) return { do: 'bring-note', article, note: Number(dropped) };
    // Only untouched notes are dropped: then what comes back is known.
    return note !== undefined && item.notes[note] === 'neu' ? { do: 'drop-note', article, note } : null;
  }
  return item.dropped.length > 0 ? null : { do: kind < 11 ? 'remove' : 'erase', article };
}
