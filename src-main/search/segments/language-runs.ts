/** By letter: 1 of the languages asked for just now. */
const counting = new Uint8Array(0x100);
let runs = new Uint32Array(1024);

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
  // One number a posting at most, and an end.
  if (runs.length <= end - first) runs = new Uint32Array((end - first + 1) * 2);
  for (let at = 0; at < languages.length; at++) counting[languages.charCodeAt(at)] = 1;
  const count = findRuns(documents, first, end, languageOf);
  for (let at = 0; at < languages.length; at++) counting[languages.charCodeAt(at)] = 0;
  for (let at = 0; at < count; at++) into.push(runs[at]!);
}

/** How many numbers it put into {@link runs}. Nothing but the loop: score-postings.ts says why. */
function findRuns(documents: Uint16Array, first: number, end: number, languageOf: Uint8Array): number {
  let count = 0;
  let before = 0;
  for (let at = first; at <= end; at++) {
    const own = at < end ? counting[languageOf[documents[at]!]!]! : 0;
    // A stretch begins or ends.
    if (own !== before) runs[count++] = at;
    before = own;
  }
  return count;
}
