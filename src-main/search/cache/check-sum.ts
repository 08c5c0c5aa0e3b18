/** Characters of a {@link checkSum}. */
export const SUM_LENGTH = 16;

/** Short checksum of what is cached: finds damage, proves nothing; much faster than a cryptographic one. */
export function checkSum(content: Uint8Array | string): string {
  // Two sums that mix differently, 64 bits in all.
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let at = 0; at < content.length; at++) {
    const unit = typeof content === 'string' ? content.charCodeAt(at) : content[at]!;
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second + unit, 0x85ebca6b);
    second ^= second >>> 13;
  }
  return hexadecimal(first) + hexadecimal(second);
}

function hexadecimal(sum: number): string {
  return (sum >>> 0).toString(16).padStart(8, '0');
}
