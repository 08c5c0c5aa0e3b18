const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', œ: 'oe', ł: 'l', đ: 'd' };

/** A name in a–z, 0–9 and hyphens, at most `limit` characters and cut between words where that is possible. */
export function slug(text: string, limit: number): string {
  const ascii = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßæøœłđ]/g, (letter) => GERMAN[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (ascii.length <= limit) return ascii;
  const cut = ascii.slice(0, limit + 1).lastIndexOf('-');
  return cut > limit / 2 ? ascii.slice(0, cut) : ascii.slice(0, limit).replace(/-$/, '');
}
