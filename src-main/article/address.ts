import { parseUrl } from './link-address.ts';

const TRACKING = /^(?:utm_[^=]*|fbclid|gclid)(?:=|$)/i;

/**
 * The form in which two addresses of one article are equal (RULINGS.md, 7): scheme and host in lower case, http as
 * https, no default port, no fragment except `#!` and `#/`, no `utm_*`, `fbclid`, `gclid`; nothing else is touched.
 * What is no address comes back trimmed.
 */
export function normaliseAddress(address: string): string {
  const url = parseUrl(address.trim(), null);
  if (!url) return address.trim();
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return url.href;
  const port = url.port === '' || url.port === '443' ? '' : `:${url.port}`;
  const login = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
  const fragment = /^#[!/]/.test(url.hash) ? url.hash : '';
  return `https://${login}${url.hostname}${port}${url.pathname}${withoutTracking(url.search)}${fragment}`;
}

function withoutTracking(search: string): string {
  if (search === '') return '';
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => !TRACKING.test(part));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

/** The host of a web address, in lower case, or null where it has none. */
export function hostOf(address: string | null): string | null {
  const url = address === null ? null : parseUrl(address, null);
  return url && url.hostname !== '' ? url.hostname : null;
}
