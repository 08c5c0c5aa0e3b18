/** A text as a quotation is compared by, and for each of its units where it stood in the original. */
export type FoldedText = { text: string; starts: number[] };

/** Invisible: soft hyphen, zero-width space, joiners, word joiner, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/u;
const QUOTATION_MARK = /["'`´\u2018-\u201f\u2039\u203a\u00ab\u00bb\u2032\u2033\u300c-\u300f\uff02\uff07]/u;
const DASH = /[\u2010-\u2015\u2212]/u;

/**
 * Folds away what changes when words are pasted, retyped or set anew: quotation marks and invisible characters go, white
 * space becomes one space, every dash a hyphen, an ellipsis three stops. Letters and their case stay.
 */
export function foldQuote(text: string): FoldedText {
  const starts: number[] = [];
  let folded = '';
  let afterSpace = true;

  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (isPlain(text.charCodeAt(at))) {
      folded += unit;
      starts.push(at);
      afterSpace = false;
    } else if (/\s/u.test(unit)) {
      if (afterSpace) continue;
      folded += ' ';
      starts.push(at);
      afterSpace = true;
    } else if (!INVISIBLE.test(unit) && !QUOTATION_MARK.test(unit)) {
      const written = DASH.test(unit) ? '-' : unit === '…' ? '...' : unit;
      folded += written;
      starts.push(...Array.from(written, () => at));
      afterSpace = false;
    }
  }
  return { text: folded, starts };
}

/** Letters and digits of ASCII: most of a text, and never folded. */
const isPlain = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);

/** The stretch of the original that a stretch of the folded text stands for. */
export function unfold(folded: FoldedText, start: number, end: number): { start: number; end: number } {
  const first = folded.starts[start] ?? 0;
  return { start: first, end: (folded.starts[end - 1] ?? first) + 1 };
}
