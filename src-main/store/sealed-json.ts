import type { z } from 'zod';
import { SEAL, sealOf, withoutSeal } from '../article/json-seal.ts';
import { ArchiveError } from '../errors.ts';
import { decodeText } from './read-file.ts';

export { SEAL, sealOf } from '../article/json-seal.ts';

export type JsonObject = Record<string, unknown>;

/** True if the seal is there and fits. */
export const isSealIntact = (value: JsonObject): boolean => value[SEAL] === sealOf(value);

/** The bytes of a sealed file: indented, so that people and line-based tools can read it. */
export function sealedBytes(value: JsonObject): Buffer {
  const content = withoutSeal(value);
  return Buffer.from(`${JSON.stringify({ ...content, [SEAL]: sealOf(content) }, null, 2)}\n`);
}

/** A JSON object from foreign bytes; throws `unreadable`. */
export function parseJsonObject(bytes: Uint8Array, path: string): JsonObject {
  const text = decodeText(bytes, path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ArchiveError('unreadable', { path, reason: 'JSON' }, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ArchiveError('unreadable', { path, reason: 'no JSON object' });
  return value as JsonObject;
}

/** `value` as `schema` knows it; throws `unreadable` with the place that does not fit. */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const place = checked.error.issues[0]?.path.join('.') ?? '';
  throw new ArchiveError('unreadable', { path, reason: place === '' ? 'shape' : place }, { cause: checked.error });
}
