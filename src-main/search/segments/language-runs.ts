/** By letter: 1 of the languages asked for just now. */
const counting = new Uint8Array(0x100);

/**
 * Adds the stretches of some postings that are in articles of these languages, as first, behind the last, first, …
 * `languageOf`: by document, the first letter of the stems of its language.
 */
export function addRuns(
  documents: Uint16Array,
  first: number,
  end: number,
  languageOf: Uint8Array,
  languages: string,
  into: number[],
): void {
  for (let at = 0; at < languages.length; at++) counting[languages.charCodeAt(at)] = 1;
  let start = -1;
  for (let at = first; at < end; at++) {
    if (counting[languageOf[documents[at]!]!] === 1) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      into.push(start, at);
      start = -1;
    }
  }
  if (start >= 0) into.push(start, end);
  counting.fill(0);
}
