import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ArticleRow, Corrections, DiffPiece, DiffSide, OpenedArticle, Version, VersionDiff } from '#contract';
import type { Archive } from '../archive.ts';
import { writeArticleHtml } from '../article/article-html.ts';
import { ArchiveError } from '../errors.ts';
import { operandsOf, several } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { plainLine } from './plain-line.ts';
import type { Run } from './run-command-line.ts';

const SHAPES = ['text', 'markdown', 'html', 'json'] as const;
/** What people call them too. */
const ALIASES: Readonly<Record<string, Shape>> = { txt: 'text', plain: 'text', md: 'markdown', htm: 'html' };
type Shape = (typeof SHAPES)[number];
type EditOptions = { title?: string; author?: string[]; publisher?: string; published?: string };

/** `show`, `versions`, `diff`, `edit` and `tag`. */
export const addArticleCommands = (program: Command, run: Run): void => {
  const show = program
    .command('show')
    .argument('<id>')
    .addOption(
      new Option('--as <shape>').argParser((given: string): Shape => {
        const shape = SHAPES.find((name) => name === given.toLowerCase()) ?? ALIASES[given.toLowerCase()];
        if (shape === undefined) throw new InvalidArgumentError(SHAPES.join(', '));
        return shape;
      }),
    );
  run(show, async (context) => {
    const archive = await context.archive();
    const opened = await archive.openArticle(await archive.resolveId(show.args[0] ?? ''));
    const shape = show.opts<{ as?: Shape }>().as ?? (context.json ? 'json' : 'text');
    const shown = await draw(archive, opened, shape);
    if (typeof shown === 'string') context.answer(shown, () => shown);
    else context.answer(shown, () => JSON.stringify(shown, null, 2));
    return undefined;
  });

  const versions = program.command('versions').argument('<id>');
  run(versions, async (context) => {
    const archive = await context.archive();
    const opened = await archive.openArticle(await archive.resolveId(versions.args[0] ?? ''));
    context.answer(opened.versions, () => versionsText(context, opened));
    return undefined;
  });

  const diff = program.command('diff').argument('<id>').option('--from <version>').option('--to <version>');
  run(diff, async (context) => {
    const given = diff.opts<{ from?: string; to?: string }>();
    const archive = await context.archive();
    const opened = await archive.openArticle(await archive.resolveId(diff.args[0] ?? ''));
    const from = given.from ?? opened.versions[0]?.id;
    if (from === undefined) {
      context.answer(null, () => context.say('cli.no-versions'));
      return undefined;
    }
    const to = versionNamed(opened, given.to ?? NOW);
    const found = await archive.diffVersions(opened.article.id, versionNamed(opened, from), to);
    context.answer(found, () => diffText(context, found));
    return undefined;
  });

  const edit = program
    .command('edit')
    .argument('<id>')
    .option('--title <title>')
    .option('--author <name>', '', several)
    .option('--publisher <name>')
    .option('--published <date>');
  run(edit, async (context) => {
    const corrections = correctionsOf(edit.opts<EditOptions>());
    if (Object.keys(corrections).length === 0)
      throw new ArchiveError('bad-argument', {
        argument: 'edit',
        reason: 'expected',
        expected: '--title, --author, --publisher, --published',
      });
    const archive = await context.archive();
    const { article } = await archive.editArticle(await archive.resolveId(edit.args[0] ?? ''), corrections);
    const { id, title, authors, publisher, published } = article;
    context.answer({ id, title, authors, publisher, published }, () => context.say('cli.edited', { id, title }));
    return undefined;
  });

  const tag = program.command('tag').argument('<words...>').usage('<id...> +tag -tag').allowUnknownOption();
  run(tag, async (context) => {
    const words = operandsOf(tag);
    const tags = (sign: string) => words.filter((word) => word.startsWith(sign)).map((word) => word.slice(1).trim());
    const [add, remove] = [tags('+'), tags('-')];
    const ids = words.filter((word) => !/^[+-]/u.test(word));
    if (ids.length === 0 || add.length + remove.length === 0 || [...add, ...remove].includes(''))
      throw new ArchiveError('bad-argument', { argument: 'tag', reason: 'expected', expected: 'ID +tag -tag' });
    const archive = await context.archive();
    const resolved: string[] = [];
    for (const id of ids) resolved.push(await archive.resolveId(id));
    const rows = await archive.tagArticles(resolved, add, remove);
    const answer = rows.map(({ id, title, tags: all }) => ({ id, title, tags: all }));
    context.answer(answer.length === 1 ? answer[0] : answer, () => tagsText(context, rows));
    return undefined;
  });
};

const draw = async (archive: Archive, opened: OpenedArticle, shape: Shape): Promise<unknown> => {
  switch (shape) {
    case 'text':
      return opened.text;
    case 'json':
      return opened.article;
    case 'html':
      return writeArticleHtml(opened.article);
    case 'markdown': {
      const request = { what: 'articles', format: 'markdown', query: '', noteIds: null, shape: 'one' } as const;
      const { files } = await archive.renderExport({ ...request, articleIds: [opened.article.id] });
      return files.map(({ text }) => text).join('\n');
    }
  }
};

/** An empty value takes a correction back. */
const correctionsOf = ({ title, author, publisher, published }: EditOptions): Partial<Corrections> => {
  const value = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const authors = author?.map((name) => name.trim()).filter((name) => name !== '');
  return {
    ...(title === undefined ? {} : { title: value(title) }),
    ...(authors === undefined ? {} : { authors: authors.length === 0 ? null : authors }),
    ...(publisher === undefined ? {} : { publisher: value(publisher) }),
    ...(published === undefined ? {} : { published: value(published) }),
  };
};

const versionsText = (context: CommandContext, { versions, row }: OpenedArticle): string => {
  // Captured later than the present one: kept beside as the poorer, or what a restored version replaced.
  const isBeside = ({ archived }: Version): boolean => Date.parse(archived) > Date.parse(row.archived);
  const line = (version: Version): string =>
    context.say(isBeside(version) ? 'cli.version-beside' : 'cli.version', {
      id: version.id,
      archived: version.archived,
      words: version.words,
    });
  const now = context.say('cli.current-version', { archived: row.archived, words: row.words });
  return [now, ...(versions.length === 0 ? [context.say('cli.no-versions')] : versions.map(line))].join('\n');
};

/** Names the newest capture where a version is asked for. */
const NOW = 'now';

/** A version by its name, the beginning of it, or its time; null: the newest. Throws `not-found`, `ambiguous`. */
const versionNamed = ({ versions }: OpenedArticle, name: string): string | null => {
  if (name === NOW) return null;
  const exact = versions.find(({ id, archived }) => id === name || archived === name);
  const found = exact === undefined ? versions.filter(({ id }) => id.startsWith(name)) : [exact];
  const [first] = found;
  if (first === undefined || name === '') throw new ArchiveError('not-found', { kind: 'version', id: name });
  if (found.length > 1) throw new ArchiveError('ambiguous', { id: name, count: found.length });
  return first.id;
};

/** Paragraphs that changed, their words marked; between them, how many did not. */
const diffText = (context: CommandContext, { from, to, title, paragraphs, added, removed }: VersionDiff): string => {
  const side = ({ version, archived, words }: DiffSide): string =>
    version === null
      ? context.say('cli.current-version', { archived, words })
      : context.say('cli.version', { id: version, archived, words });
  const lines = [`--- ${side(from)}`, `+++ ${side(to)}`];
  if (title.some(({ kind }) => kind !== 'same')) lines.push(context.say('cli.diff-title', { title: marked(title) }));
  let same = 0;
  const settle = (): void => {
    if (same > 0) lines.push(context.say('cli.diff-same', { count: same }));
    same = 0;
  };
  for (const pieces of paragraphs) {
    if (pieces.every(({ kind }) => kind === 'same')) same += 1;
    else {
      settle();
      lines.push(marked(pieces));
    }
  }
  settle();
  return [...lines, context.say('cli.diff-total', { added, removed })].join('\n\n');
};

const marked = (pieces: readonly DiffPiece[]): string =>
  pieces
    .map(({ kind, text }) => {
      const plain = text.split('\n').map(plainLine).join('\n');
      return kind === 'same' ? plain : kind === 'removed' ? `[-${plain}-]` : `{+${plain}+}`;
    })
    .join('');

const tagsText = (context: CommandContext, rows: ArticleRow[]): string =>
  rows
    .map(({ title, tags }) =>
      context.say('cli.tagged', { title, tags: tags.length === 0 ? context.say('cli.no-tags') : tags.join(', ') }),
    )
    .join('\n');
