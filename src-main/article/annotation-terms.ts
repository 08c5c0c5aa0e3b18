/** A JSON value as it comes from a file. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** The context of the W3C Web Annotation Data Model, https://www.w3.org/TR/annotation-model/. */
export const ANNOTATION_CONTEXT = 'http://www.w3.org/ns/anno.jsonld';

/** Our own terms; an address that names them, never one that is fetched. */
export const NACHLESE_TERMS = 'https://nachlese.example.org/ns#';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON-LD lets one value stand for a list of one. */
export const listOf = (value: Json | undefined): Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** A copy without the named fields. */
export const without = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** Whether `value` or one of its list is `type`. */
export const hasType = (object: JsonObject, type: string): boolean => listOf(object.type).includes(type);
