/** The beginning of a quotation, cut between words, for names and lists; UTF-16 code units. */
export function shortQuote(quote: string, limit = 60): string {
  const line = quote.replace(/\s+/gu, ' ').trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit).lastIndexOf(' ');
  return `${line.slice(0, cut > limit / 2 ? cut : limit).replace(/[\ud800-\udbff]$/, '')} …`;
}
