import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { diffWordsWithSpace } from 'diff';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { decodeSource } from '../import/source-text.ts';
import { findQuote } from '../notes/find-quote.ts';
import type { CommandContext } from './command-context.ts';
import { nearQuote } from './near-quote.ts';
import { findQuotations, type Quotation } from './quotations.ts';
import type { Run } from './run-command-line.ts';

/** Articles looked at for one quotation. */
const MOST_ARTICLES = 20;
/** Words of a quotation that articles are sought by; a query takes no more than 64, and these are telling enough. */
const MOST_WORDS = 40;
const LONGEST_WORD = 40;

type Place = { articleId: string; start: number; end: number };
/** How a differing quotation goes from the archive's words to the draft's. */
type Difference = { kind: 'same' | 'archive' | 'draft'; text: string };
type Checked = Quotation & {
  verdict: 'verbatim' | 'differs' | 'not found';
  articleId: string | null;
  start: number | null;
  end: number | null;
  diff: Difference[] | null;
};

const VERDICTS = {
  verbatim: 'cli.quote-verbatim',
  differs: 'cli.quote-differs',
  'not found': 'cli.quote-not-found',
} as const;

/** `check-quotes FILE`: the quotations of a draft against the words of the archive. */
export const addCheckQuotes = (program: Command, run: Run): void => {
  const command = program.command('check-quotes').argument('<file>');
  run(command, async (context) => {
    const [file = '-'] = command.args;
    const bytes = file === '-' ? await bytesOf(context.io.input) : await draftIn(context.path(file));
    // What is no text has no quotations either, and "none found" would be a wrong comfort.
    const draft = bytes.length === 0 ? '' : decodeSource(bytes, file);
    const archive = await context.archive();
    const checked: Checked[] = [];
    for (const quotation of findQuotations(draft.normalize('NFC'))) checked.push(await check(archive, quotation));
    context.answer(checked, () => reportText(context, checked));
    return undefined;
  });
};

const draftIn = async (path: string): Promise<Buffer> => {
  if ((await stat(path)).isDirectory()) throw new ArchiveError('bad-argument', { argument: path, reason: 'is-folder' });
  const bytes = await readFile(path);
  // Word processors and scanners write files that hold text but are none.
  if (/^(?:%PDF-|PK\u0003\u0004|\{\\rtf)/u.test(bytes.subarray(0, 8).toString('latin1')))
    throw new ArchiveError('binary-input', { path });
  return bytes;
};

const bytesOf = async (input: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of input as AsyncIterable<Buffer>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const check = async (archive: Archive, quotation: Quotation): Promise<Checked> => {
  // Longer "words" than any language has would make a query nobody may ask.
  const found = (quotation.quote.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length <= LONGEST_WORD);
  const words = found.slice(0, MOST_WORDS);
  const phrase = words.length === 0 ? [] : await candidates(archive, `"${words.join(' ')}"`);
  const single = [...new Set(words)].map((word) => `"${word}"`).join(' OR ');
  const others = phrase.length > 0 || single === '' ? [] : await candidates(archive, single);
  let close: (Place & { score: number; text: string }) | null = null;
  for (const articleId of [...phrase, ...others]) {
    const { text } = await archive.openArticle(articleId);
    const [place] = findQuote(text, quotation.quote);
    if (place !== undefined) return { ...quotation, verdict: 'verbatim', articleId, ...place, diff: null };
    const near = nearQuote(text, quotation.quote);
    if (near === null || near.score <= (close?.score ?? 0)) continue;
    close = { articleId, ...near, text: text.slice(near.start, near.end) };
  }
  if (close === null)
    return { ...quotation, verdict: 'not found', articleId: null, start: null, end: null, diff: null };
  const { articleId, start, end, text } = close;
  return { ...quotation, verdict: 'differs', articleId, start, end, diff: differences(text, quotation.quote) };
};

const candidates = async (archive: Archive, query: string): Promise<string[]> => {
  const { hits } = await archive.search({
    query,
    offset: 0,
    limit: MOST_ARTICLES,
    sort: 'relevance',
    withoutExcerpts: true,
  });
  return hits.map(({ id }) => id);
};

const differences = (archived: string, drafted: string): Difference[] =>
  diffWordsWithSpace(archived, drafted).map(({ value, added, removed }) => ({
    kind: added ? 'draft' : removed ? 'archive' : 'same',
    text: value,
  }));

const reportText = (context: CommandContext, checked: Checked[]): string =>
  checked.length === 0 ? context.say('cli.no-quotes') : checked.map((one) => lineText(context, one)).join('\n');

const lineText = (context: CommandContext, { quote, line, verdict, articleId, diff }: Checked): string => {
  const first = context.say('cli.quote-line', { line, verdict: context.say(VERDICTS[verdict]), quote });
  const marked = diff
    ?.map(({ kind, text }) => (kind === 'same' ? text : kind === 'archive' ? `[-${text}-]` : `{+${text}+}`))
    .join('');
  return [
    `${first}${articleId === null ? '' : `  [${articleId}]`}`,
    ...(marked === undefined ? [] : [`  ${marked}`]),
  ].join('\n');
};
