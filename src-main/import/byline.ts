// A full stop belongs to a short form ("J.", "Dr."), else it ends a sentence.
const NAME_PART =
  "(?:(?:von und zu|von|van|de|der|den|la|le|al|bin|zu|Mc|O['’])\\s?)*(?:\\p{Lu}\\p{L}{0,2}\\.|\\p{Lu}[\\p{L}'’-]*)";
const NAME = `${NAME_PART}(?:\\s+${NAME_PART}){1,3}`;
const BYLINE = new RegExp(
  `^(?:von|by|text|autor(?:in|en)?|words by|aus \\p{L}+ berichten?)\\s*:?\\s+(${NAME}(?:\\s*(?:,|und|and|&)\\s*${NAME})*)(?:,\\s*\\p{L}+)?\\.?$`,
  'u',
);

/** The names in a line that is a byline and nothing else: "Von Anna Beispiel und Jan Muster". Else none. */
export function readByline(line: string): string[] {
  if (line.length > 160) return [];
  const names = BYLINE.exec(line.charAt(0).toLowerCase() + line.slice(1))?.[1];
  return names === undefined ? [] : splitNames(names);
}

/** The names in "Anna Beispiel, Jan Muster und Ada Probe"; "Eva von und zu Talheim" is one. */
export function splitNames(names: string): string[] {
  return names
    .split(/\s*(?:,|;|(?<=\s)(?<!\bvon\s)und(?=\s)(?!\s+zu\s)|\band\b|&|\|)\s*/u)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
