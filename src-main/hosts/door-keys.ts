import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of chance in each key: 256 bit. */
const KEY_BYTES = 32;

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

/** Compares in a time that tells nothing about where two keys differ. */
const same = (given: string, key: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(key));
};

/**
 * The keys of one run of the browser door. The printed address carries an entry token that opens once; it is exchanged
 * for a cookie, which only reads (browsers send it to every port of this machine, so others may see it), and for the
 * write key, which the page keeps in its own origin's storage and sends in a header.
 */
export class DoorKeys {
  readonly #read = newKey();
  readonly #write = newKey();
  #entry = newKey();

  /** The entry token that is good now. */
  get entry(): string {
    return this.#entry;
  }

  /** Uses up the entry token; null: it was not the right one. */
  enter(token: string): { read: string; write: string } | null {
    if (!same(token, this.#entry)) return null;
    this.#entry = newKey();
    return { read: this.#read, write: this.#write };
  }

  mayRead(cookie: string | null): boolean {
    return cookie !== null && same(cookie, this.#read);
  }

  mayWrite(header: string | null): boolean {
    return header !== null && same(header, this.#write);
  }
}
