import { createHash } from 'node:crypto';

/** Short checksum of cached bytes: finds damage, proves nothing. */
export function checkSum(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}
