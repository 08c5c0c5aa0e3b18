import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The field that holds the SHA-256 (lower case hex) of the RFC 8785 form of all other fields. */
export const SEAL = 'nachlese:sha256';

/** SHA-256 of the RFC 8785 form without the seal: the same for equal content, however it is laid out. */
export function sealOf(value: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(canonicalize(withoutSeal(value)) ?? '')
    .digest('hex');
}

export const withoutSeal = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== SEAL));
