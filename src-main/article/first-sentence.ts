const ABBREVIATIONS = new Set(
  'dr prof mr mrs ms st nr no art abs bzw ca usw etc vgl z.b u.a d.h o.ä i.d.r u.s u.k jr sr hr fr mio mrd tsd str bd vs gen sen rep gov lt col inc corp ltd co geb gest ehem evtl ggf inkl jan feb aug sept sep okt oct nov dez dec'.split(
    ' ',
  ),
);

/** A sentence that has not ended by then is taken for endless. */
const LOOKED_AT = 2000;

/**
 * Where the first sentence of a text ends, its final mark and closing quotes included. A full stop after an
 * abbreviation, an initial or an ordinal number ("am 3. Oktober") ends none, nor does one inside a word.
 */
export function firstSentenceEnd(whole: string): number {
  const text = whole.slice(0, LOOKED_AT);
  const ends = /[.!?…]+["'”“»«’)\]]*(?=\s|$)/g;
  for (let match = ends.exec(text); match; match = ends.exec(text)) {
    const after = match.index + match[0].length;
    const next = /^\s+["'„“”»«‚‘(]*(\S)/.exec(text.slice(after, after + 20))?.[1];
    if (next === undefined) return after < text.length || text.length === whole.length ? after : whole.length;
    if (!match[0].startsWith('.') || match[0].startsWith('..')) {
      if (!/\p{Ll}/u.test(next)) return after;
      continue;
    }
    const before = /[^\s("„“»]*$/.exec(text.slice(Math.max(0, match.index - 30), match.index))?.[0] ?? '';
    if (/\p{Ll}/u.test(next) || /^\p{L}$|^\d{1,2}$/u.test(before) || ABBREVIATIONS.has(before.toLowerCase())) continue;
    if (/^(?:\p{L}\.)+\p{L}$/u.test(before)) continue;
    return after;
  }
  return whole.length;
}

/** The first sentence of a text without its full stop: the title of a source that has none. */
export function firstSentence(text: string): string {
  const sentence = text.slice(0, firstSentenceEnd(text)).replace(/\s+/g, ' ').trim();
  return /[^.]\.$/.test(sentence) ? sentence.slice(0, -1) : sentence;
}
