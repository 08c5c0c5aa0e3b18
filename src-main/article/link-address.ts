const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address of a link in its serialised form, or null where it may not be followed: http, https and mailto only,
 * absolute unless `base` is given.
 */
export function normaliseHref(href: string, base: string | null = null): string | null {
  if (remembered.href !== href || remembered.base !== base)
    remembered = { href, base, normalised: followable(href, base) };
  return remembered.normalised;
}

/** One link may stand around thousands of texts, and its address may be a megabyte: it is parsed once. */
let remembered: { href: string; base: string | null; normalised: string | null } = {
  href: '',
  base: null,
  normalised: null,
};

function followable(href: string, base: string | null): string | null {
  const url = parseUrl(href, base);
  if (!url || !LINK_SCHEMES.has(url.protocol)) return null;
  // Some engines need a second round before an address stays as it is.
  const again = parseUrl(url.href, null);
  return again && LINK_SCHEMES.has(again.protocol) ? again.href : null;
}

/** The parsed address, or null where it is none. */
export function parseUrl(address: string, base: string | null): URL | null {
  try {
    return base === null ? new URL(address) : new URL(address, base);
  } catch {
    return null;
  }
}
