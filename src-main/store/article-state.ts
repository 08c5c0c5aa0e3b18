import { z } from 'zod';
import type { ArticleState, Corrections, Timed } from '#contract';
import { ArchiveError } from '../errors.ts';
import { checkShape, isSealIntact, parseJsonObject, sealedBytes, type JsonObject } from './sealed-json.ts';

/** What an absent `state.json` means. */
export const DEFAULT_STATE: ArticleState = {
  tags: [],
  read: false,
  starred: false,
  citeKey: null,
  corrections: { title: null, authors: null, publisher: null, published: null },
};

const timed = <T>(value: z.ZodType<T>) => z.looseObject({ value, changed: z.string() }).optional();

const stateFile = z.looseObject({
  tags: timed(z.array(z.string())),
  read: timed(z.boolean()),
  starred: timed(z.boolean()),
  citeKey: timed(z.string().nullable()),
  corrections: z
    .looseObject({
      title: timed(z.string().nullable()),
      authors: timed(z.array(z.string()).nullable()),
      publisher: timed(z.string().nullable()),
      published: timed(z.string().nullable()),
    })
    .optional(),
});

/** A state file as read: its values, and all its fields, so that those of a later format survive a change. */
export type StateFile = { state: ArticleState; fields: JsonObject };

export const ABSENT_STATE: StateFile = { state: DEFAULT_STATE, fields: {} };

/**
 * Reads `state.json`; throws `unreadable`, also where its digest does not fit: a damaged one is never used, and never
 * sealed anew by the next change, until its owner has said that it is right (`accept-changes.ts`).
 */
export function parseState(bytes: Uint8Array, path: string): StateFile {
  const file = parseUnsealedState(bytes, path);
  if (!isSealIntact(file.fields)) throw new ArchiveError('unreadable', { path, reason: 'SHA-256' });
  return file;
}

/** As {@link parseState}, whatever its digest says: for an owner who wants it as it is. */
export function parseUnsealedState(bytes: Uint8Array, path: string): StateFile {
  const fields = parseJsonObject(bytes, path);
  const { tags, read, starred, citeKey, corrections } = checkShape(stateFile, fields, path);
  const state: ArticleState = {
    tags: tags?.value ?? [],
    read: read?.value ?? false,
    starred: starred?.value ?? false,
    citeKey: citeKey?.value ?? null,
    corrections: {
      title: corrections?.title?.value ?? null,
      authors: corrections?.authors?.value ?? null,
      publisher: corrections?.publisher?.value ?? null,
      published: corrections?.published?.value ?? null,
    },
  };
  return { state, fields };
}

/**
 * What can be taken over of a state that {@link parseUnsealedState} refuses, and the names of the fields that cannot; null for
 * all of them, where it is no JSON object at all.
 */
export function salvageState(bytes: Uint8Array, path: string): { fields: JsonObject; lost: string[] | null } {
  let whole: JsonObject;
  try {
    whole = parseJsonObject(bytes, path);
  } catch {
    return { fields: {}, lost: null };
  }
  const shapes: Record<string, z.ZodType> = stateFile.shape;
  const isFit = ([name, value]: [string, unknown]) => shapes[name]?.safeParse(value).success ?? true;
  const fields = Object.fromEntries(Object.entries(whole).filter(isFit));
  return { fields, lost: Object.keys(whole).filter((name) => !(name in fields)) };
}

/**
 * The bytes of `former` with the values of `state`; null where nothing differs. Only fields that differ get the time
 * `now`, or one after their last change where the clock went back: the later change must win when two copies meet.
 */
export function changedState(former: StateFile, state: ArticleState, now: Date): Buffer | null {
  const { corrections: formerCorrections, ...formerValues } = former.state;
  const { corrections, ...values } = state;
  const changes = changedFields(former.fields, formerValues, values, now);
  const oldCorrections = (former.fields.corrections ?? {}) as JsonObject;
  const correctionChanges = changedFields<Corrections>(oldCorrections, formerCorrections, corrections, now);
  if (Object.keys(changes).length + Object.keys(correctionChanges).length === 0) return null;
  const fields: JsonObject = { ...former.fields, ...changes };
  if (Object.keys(correctionChanges).length > 0) fields.corrections = { ...oldCorrections, ...correctionChanges };
  return sealedBytes(fields);
}

function changedFields<Values extends object>(
  fields: JsonObject,
  former: Values,
  values: Values,
  now: Date,
): JsonObject {
  const changes: JsonObject = {};
  for (const name of Object.keys(former) as (keyof Values & string)[]) {
    if (JSON.stringify(former[name]) === JSON.stringify(values[name])) continue;
    const old = fields[name] as Timed<unknown> | undefined;
    const formerTime = Date.parse(old?.changed ?? '');
    const time = Number.isNaN(formerTime) ? now.getTime() : Math.max(now.getTime(), formerTime + 1);
    changes[name] = { ...old, value: values[name], changed: new Date(time).toISOString() };
  }
  return changes;
}
