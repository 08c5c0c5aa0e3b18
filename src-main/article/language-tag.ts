const TAG = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;

/**
 * A BCP 47 language tag in its usual spelling ("DE_at" → "de-AT", "zh-hant" → "zh-Hant"), or null where `tag` is none.
 * Case by RFC 5646, section 2.1.1: a later part of two letters is a region, of four letters a script.
 */
export function normaliseLanguage(tag: string | null | undefined): string | null {
  const trimmed = (tag ?? '').trim().replaceAll('_', '-');
  if (!TAG.test(trimmed) || trimmed.length > 35) return null;
  const [language = '', ...rest] = trimmed.toLowerCase().split('-');
  if (language === 'und' || language === 'zxx') return null;
  return [language, ...rest.map((part) => spellPart(part))].join('-');
}

function spellPart(part: string): string {
  if (/^[a-z]{2}$/.test(part)) return part.toUpperCase();
  if (/^[a-z]{4}$/.test(part)) return part.charAt(0).toUpperCase() + part.slice(1);
  return part;
}
