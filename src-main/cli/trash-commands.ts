import type { Command } from 'commander';
import type { TrashEntry } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Run } from './run-command-line.ts';

type Failed = { id: string; reason: string };

/** `delete` and `restore`, for articles and notes. */
export const addTrashCommands = (program: Command, run: Run): void => {
  const remove = program.command('delete').argument('<id...>').option('--forever');
  run(remove, async (context) => {
    const forever = remove.opts<{ forever?: boolean }>().forever === true;
    const archive = await context.archive();
    const deleted: { id: string; kind: string; title: string }[] = [];
    const failed = await eachOf(context, remove.args, async (id) => {
      deleted.push(await (forever ? eraseOne(archive, id) : removeOne(archive, id)));
    });
    const key = forever ? 'cli.erased' : 'cli.deleted';
    context.answer({ deleted, ...(failed.length === 0 ? {} : { failed }) }, () =>
      deleted.map(({ id, title }) => context.say(key, { id, title })).join('\n'),
    );
    return exitOf(failed);
  });

  const restore = program.command('restore').argument('<id...>').option('--version <time>');
  run(restore, async (context) => {
    const { version } = restore.opts<{ version?: string }>();
    const archive = await context.archive();
    if (version !== undefined) return restoreVersion(context, archive, restore.args, version);
    const restored = { articles: [] as string[], notes: [] as string[] };
    const failed = await eachOf(context, restore.args, async (id) => {
      const back = await archive.restore([await trashId(archive, id)]);
      restored.articles.push(...back.articles);
      restored.notes.push(...back.notes);
    });
    context.answer({ restored, ...(failed.length === 0 ? {} : { failed }) }, () =>
      [...restored.articles, ...restored.notes].map((id) => context.say('cli.restored', { id })).join('\n'),
    );
    return exitOf(failed);
  });
};

const restoreVersion = async (
  context: CommandContext,
  archive: Archive,
  ids: string[],
  version: string,
): Promise<ExitCode> => {
  const [first, ...more] = ids;
  if (first === undefined || more.length > 0) throw new ArchiveError('bad-argument', { argument: '--version' });
  const id = await articleOrNull(archive, first);
  if (id === null) return restoreNote(context, archive, first, version);
  const { versions } = await archive.openArticle(id);
  const found = versions.find((one) => one.id === version || one.archived === version);
  if (found === undefined) throw new ArchiveError('not-found', { kind: 'version', id: version });
  await archive.restoreVersion(id, found.id);
  context.answer({ restored: { articles: [id], notes: [] }, version: found.id }, () =>
    context.say('cli.restored-version', { id, version: found.id }),
  );
  return EXIT.done;
};

/** A note as it was; what it is now stays among its former versions. */
const restoreNote = async (
  context: CommandContext,
  archive: Archive,
  given: string,
  version: string,
): Promise<ExitCode> => {
  const name = given.replace(/^urn:uuid:/u, '');
  const notes = (await archive.listNotes({ query: '', articleId: null })).filter(({ id }) => id.startsWith(name));
  const [note] = notes;
  if (note === undefined) throw new ArchiveError('not-found', { id: given });
  if (notes.length > 1) throw new ArchiveError('ambiguous', { id: given, count: notes.length });
  const history = await archive.noteHistory(note.id);
  const found = history.filter(({ id, replaced }) => id.startsWith(version) || replaced === version);
  const [former] = found;
  if (former === undefined || version === '') throw new ArchiveError('not-found', { kind: 'version', id: version });
  if (found.length > 1) throw new ArchiveError('ambiguous', { id: version, count: found.length });
  const { id } = await archive.restoreNote(note.id, former.id, note.revision);
  context.answer({ restored: { articles: [], notes: [id] }, version: former.id }, () =>
    context.say('cli.restored-version', { id, version: former.replaced }),
  );
  return EXIT.done;
};

/** An article, or else a note, into the trash. */
const removeOne = async (archive: Archive, id: string): Promise<{ id: string; kind: string; title: string }> => {
  const article = await articleOrNull(archive, id);
  const entries = await (article === null ? deleteNote(archive, id) : archive.deleteArticles([article]));
  return described(entries[0], id, article);
};

/** Without a way back: an article with its versions and notes, a note, or what lies in the trash. */
const eraseOne = async (archive: Archive, id: string): Promise<{ id: string; kind: string; title: string }> => {
  const article = await articleOrNull(archive, id);
  if (article !== null) {
    const { title } = (await archive.openArticle(article).catch(() => null))?.article ?? { title: article };
    await archive.deleteForever([article]);
    return { id: article, kind: 'article', title };
  }
  const [trashed] = await inTrash(archive, id);
  const entry = trashed ?? (await deleteNote(archive, id))[0];
  if (entry === undefined) throw new ArchiveError('not-found', { id });
  await archive.deleteForever([entry.id]);
  return described(entry, id, entry.kind === 'article' ? entry.articleId : null);
};

/** Nobody said that it is a note: what is none is just not found. */
const deleteNote = async (archive: Archive, id: string): Promise<TrashEntry[]> => {
  try {
    return await archive.deleteNotes([id]);
  } catch (error) {
    if (asArchiveError(error).code === 'not-found') throw new ArchiveError('not-found', { id }, { cause: error });
    throw error;
  }
};

const described = (entry: TrashEntry | undefined, id: string, article: string | null) => ({
  id: article ?? id,
  kind: entry?.kind ?? 'article',
  title: entry?.title ?? id,
});

const articleOrNull = async (archive: Archive, id: string): Promise<string | null> => {
  try {
    return await archive.resolveId(id);
  } catch (error) {
    if (asArchiveError(error).code === 'not-found') return null;
    throw error;
  }
};

/** What this names in the trash: an entry, an article or a note, whole or by the first characters of its id. */
const inTrash = async (archive: Archive, id: string): Promise<TrashEntry[]> => {
  const entries = await archive.listTrash();
  const names = ({ id: entry, articleId, kind }: TrashEntry): string[] => [
    entry,
    entry.replace(/^[^-]*-/u, ''),
    ...(kind === 'article' && articleId !== null ? [articleId] : []),
  ];
  const whole = entries.filter((entry) => names(entry).includes(id));
  const found = whole.length > 0 ? whole : entries.filter((entry) => names(entry).some((name) => name.startsWith(id)));
  if (new Set(found.map((entry) => entry.articleId ?? entry.id)).size > 1)
    throw new ArchiveError('ambiguous', { id, count: found.length });
  return found;
};

const trashId = async (archive: Archive, id: string): Promise<string> => (await inTrash(archive, id)).at(-1)?.id ?? id;

/** Does the rest when one fails; a single one that fails is the failure of the command. */
const eachOf = async (
  context: CommandContext,
  ids: string[],
  one: (id: string) => Promise<void>,
): Promise<Failed[]> => {
  const failed: Failed[] = [];
  for (const id of ids) {
    try {
      // Annotations name notes so; whoever copies an id from one means the note.
      await one(id.replace(/^urn:uuid:/u, ''));
    } catch (error) {
      const { code } = asArchiveError(error);
      if (ids.length === 1 || code.startsWith('archive-')) throw error;
      const reason = context.sentence(error);
      failed.push({ id, reason });
      context.remark(reason);
    }
  }
  return failed;
};

const exitOf = (failed: Failed[]): ExitCode => (failed.length === 0 ? EXIT.done : EXIT.failed);
