import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import { decodeText } from './read-file.ts';

/** The field that holds the SHA-256 (lower case hex) of the RFC 8785 form of all other fields. */
export const SEAL = 'nachlese:sha256';

export type JsonObject = Record<string, unknown>;

/** SHA-256 of the RFC 8785 form without the seal: the same for equal content, however it is laid out. */
export function sealOf(value: JsonObject): string {
  return createHash('sha256')
    .update(canonicalize(withoutSeal(value)) ?? '')
    .digest('hex');
}

const withoutSeal = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== SEAL));

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
