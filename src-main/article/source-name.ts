import { hostOf } from './address.ts';

/** The outlet as lists show it: publisher, else host of the address, else "". */
export function sourceName(publisher: string | null, canonicalUrl: string | null, url: string | null): string {
  return publisher ?? hostOf(canonicalUrl) ?? hostOf(url) ?? '';
}
