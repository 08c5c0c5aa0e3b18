import { Option, type Command } from 'commander';
import type { ArticleRow, Hit, SearchAnswer, SortOrder, TrashEntry } from '#contract';
import { operandsOf, wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { plainLine } from './plain-line.ts';
import type { Run } from './run-command-line.ts';

const HITS = 20;
const ARTICLE_ORDERS = ['newest', 'oldest', 'title', 'added'] as const;

type SearchOptions = { limit: number; offset: number; sort: SortOrder };
type ListOptions = { limit?: number; offset: number; sort: (typeof ARTICLE_ORDERS)[number]; trash?: boolean };

/** `search QUERY` and `list`. */
export const addSearchCommands = (program: Command, run: Run): void => {
  const search = program
    .command('search')
    .argument('<query...>')
    .option('--limit <count>', '', wholeNumber(0), HITS)
    .option('--offset <count>', '', wholeNumber(0), 0)
    .addOption(new Option('--sort <order>').choices(['relevance', ...ARTICLE_ORDERS]).default('relevance'))
    .allowUnknownOption();
  run(search, async (context) => {
    const query = operandsOf(search).join(' ');
    const archive = await context.archive();
    const { limit, offset, sort } = search.opts<SearchOptions>();
    const answer = await archive.search({ query, limit, offset, sort });
    for (const { message } of answer.remarks) context.remark(message);
    context.answer(searchAnswer(answer), () => hitsText(context, answer));
    return undefined;
  });

  const list = program
    .command('list')
    .option('--limit <count>', '', wholeNumber(0))
    .option('--offset <count>', '', wholeNumber(0), 0)
    .addOption(new Option('--sort <order>').choices([...ARTICLE_ORDERS]).default('newest'))
    .option('--trash');
  run(list, async (context) => {
    const { limit, offset, sort, trash } = list.opts<ListOptions>();
    const archive = await context.archive();
    if (trash === true) {
      const entries = (await archive.listTrash()).slice(offset, limit === undefined ? undefined : offset + limit);
      context.answer(entries, () => trashText(context, entries));
      return undefined;
    }
    const { rows, total } = await archive.listArticles({ sort, offset, limit: limit ?? null, collection: null });
    await context.remarkDamage(archive);
    context.answer(rows.map(listed), () => rowsText(context, rows, total));
    return undefined;
  });
};

const listed = ({ id, title, source, published, archived, tags, notes }: ArticleRow): unknown => ({
  id,
  title,
  source,
  published,
  archived,
  tags,
  notes,
});

const searchAnswer = ({ query, understood, total, tookMs, hits }: SearchAnswer): unknown => ({
  query,
  understood,
  total,
  tookMs,
  hits: hits.map(({ id, title, source, published, score, excerpt, reasons }) => ({
    id,
    title,
    source,
    published,
    score,
    excerpt,
    reasons,
  })),
});

const hitsText = (context: CommandContext, { query, total, hits, suggestion }: SearchAnswer): string => {
  if (total > 0)
    return [context.say('cli.hits', { count: total, query }), ...hits.map((hit) => hitText(hit))].join('\n\n');
  const nothing = context.say('cli.no-hits', { query });
  return suggestion === null ? nothing : `${nothing}\n${context.say('cli.suggestion', { query: suggestion })}`;
};

/** Three lines: title, where it is from, the words found. */
const hitText = ({ id, title, source, published, excerpt }: Hit): string =>
  [title, `  ${[source, published, id].filter((part) => part).join('  ')}`, `  ${excerpt.text.replace(/\s+/gu, ' ')}`]
    .filter((line) => line.trim() !== '')
    .map(plainLine)
    .join('\n');

const rowsText = (context: CommandContext, rows: ArticleRow[], total: number): string =>
  [
    ...rows.map(({ id, title, source, published, tags }) =>
      [published?.slice(0, 10) ?? '          ', title, source, tags.map((tag) => `#${tag}`).join(' '), `[${id}]`]
        .filter((part) => part !== '')
        .map(plainLine)
        .join('  '),
    ),
    context.say('cli.articles', { count: total }),
  ].join('\n');

const trashText = (context: CommandContext, entries: TrashEntry[]): string =>
  entries.length === 0
    ? context.say('cli.trash-empty')
    : entries
        .map(({ id, title, keptUntil }) =>
          [plainLine(title), context.say('cli.trash-until', { date: keptUntil.slice(0, 10) }), `[${id}]`].join('  '),
        )
        .join('\n');
