import { createHash } from 'node:crypto';

/** SHA-256 of the text in NFC, as lower case hex: two texts are the same when this is equal (RULINGS.md, 5). */
export function textHash(text: string): string {
  return createHash('sha256').update(text.normalize('NFC'), 'utf8').digest('hex');
}
