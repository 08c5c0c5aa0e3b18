/** A quotation in a draft: its words without the marks, and the line (from 1) it begins on. */
export type Quotation = { quote: string; line: number };

/** Opening marks and what may close them, in German, English, French and Swiss use. */
const PAIRS: Readonly<Record<string, string>> = {
  '„': '“”"',
  '“': '”"',
  '»': '«',
  '«': '»',
  '"': '"',
};
/** Single words in marks are names and irony, not quotations. */
const FEWEST_WORDS = 2;
/** UTF-16 code units; an unclosed mark must not swallow the draft. */
const LONGEST = 5_000;

/** Everything in quotation marks, in order; a quotation ends at the latest with its paragraph. */
export const findQuotations = (draft: string): Quotation[] => {
  const found: Quotation[] = [];
  let line = 1;
  for (let at = 0; at < draft.length; at += 1) {
    const character = draft[at] ?? '';
    if (character === '\n') line += 1;
    const closing = PAIRS[character];
    if (closing === undefined) continue;
    const end = closingAt(draft, at + 1, closing);
    if (end === null) continue;
    const quote = draft.slice(at + 1, end);
    const words = quote.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    if (words >= FEWEST_WORDS) found.push({ quote: quote.trim(), line });
    line += quote.split('\n').length - 1;
    at = end;
  }
  return found;
};

/** Where the mark closes; null: not in this paragraph. */
const closingAt = (draft: string, from: number, closing: string): number | null => {
  for (let at = from; at < draft.length && at - from < LONGEST; at += 1) {
    const character = draft[at] ?? '';
    if (closing.includes(character)) return at;
    if (character === '\n' && /^\n[ \t\r]*\n/u.test(draft.slice(at, at + 50))) return null;
  }
  return null;
};
