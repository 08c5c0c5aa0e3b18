import type { JsonObject } from './sealed-json.ts';

/**
 * Two copies of `state.json` as one: of each field the one that was changed later, of corrections each by itself
 * (RULINGS.md, 9). Fields only one of them has are kept. The same whichever way round they are given.
 */
export function mergeStates(a: JsonObject, b: JsonObject): JsonObject {
  const merged: JsonObject = {};
  for (const name of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort())
    merged[name] =
      name === 'corrections' && isObject(a[name]) && isObject(b[name])
        ? mergeStates(a[name], b[name])
        : laterOf(a[name], b[name], 'changed');
  return merged;
}

/**
 * Two copies of a collection as one: name and other fields of the one modified later, articles of both, in the order of
 * the later one and then what only the other has.
 */
export function mergeCollections(a: JsonObject, b: JsonObject): JsonObject {
  const later = laterOf(a, b, 'modified') as JsonObject;
  const earlier = later === a ? b : a;
  const ids = [later, earlier].flatMap(({ articleIds }) =>
    Array.isArray(articleIds) ? (articleIds as unknown[]) : [],
  );
  return { ...earlier, ...later, articleIds: [...new Set(ids)] };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The one with the later time in a field of it; of two of one time the greater as text, so that order is no matter. */
function laterOf(a: unknown, b: unknown, field: string): unknown {
  if (a === undefined || b === undefined) return a ?? b;
  const [first, second] = [timeOf(a, field), timeOf(b, field)];
  if (first !== second) return first > second ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

function timeOf(value: unknown, field: string): number {
  const time = isObject(value) && typeof value[field] === 'string' ? Date.parse(value[field]) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
