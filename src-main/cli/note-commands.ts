import { Option, type Command } from 'commander';
import type { FormerNote, NoteColor, NoteRow } from '#contract';
import { annotationTarget, noteToAnnotation } from '../article/annotation.ts';
import { ArchiveError } from '../errors.ts';
import { findQuote } from '../notes/find-quote.ts';
import { operandsOf, several, wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { plainLine } from './plain-line.ts';
import type { Run } from './run-command-line.ts';

const COLORS = ['wheat', 'moss', 'sky', 'rose', 'lilac'] as const satisfies readonly NoteColor[];
type NoteOptions = { quote?: string; nth?: number; body: string; tag?: string[]; color: NoteColor };

/** `note ID`, `notes [QUERY]` and `history NOTE`. */
export const addNoteCommands = (program: Command, run: Run): void => {
  const note = program
    .command('note')
    .argument('<id>')
    .option('--quote <text>')
    .option('--nth <count>', '', wholeNumber(1))
    .option('--body <text>', '', '')
    .option('--tag <tag>', '', several)
    .addOption(new Option('--color <color>').choices([...COLORS]).default('wheat'));
  run(note, async (context) => {
    const { quote, nth, body, tag, color } = note.opts<NoteOptions>();
    if (quote === undefined && body.trim() === '' && (tag ?? []).every((one) => one.trim() === ''))
      throw new ArchiveError('bad-argument', { argument: 'note', reason: 'nothing-to-say' });
    const archive = await context.archive();
    const { article, text } = await archive.openArticle(await archive.resolveId(note.args[0] ?? ''));
    const range = quote === undefined ? null : onePlace(text, quote, nth);
    const made = await archive.createNote({ articleId: article.id, range, color, body, tags: tag ?? [] });
    const annotation = noteToAnnotation(made, annotationTarget(article, text), 'w3c');
    context.answer(annotation, () => context.say('cli.note-made', { id: made.id }));
    return undefined;
  });

  const notes = program.command('notes').argument('[query...]').allowUnknownOption();
  run(notes, async (context) => {
    const archive = await context.archive();
    const found = await archive.listNotes({ query: operandsOf(notes).join(' '), articleId: null });
    await context.remarkDamage(archive);
    context.answer(found.map(listed), () => notesText(context, found));
    return undefined;
  });

  const history = program.command('history').argument('<note>');
  run(history, async (context) => {
    const archive = await context.archive();
    const former = await archive.noteHistory((history.args[0] ?? '').replace(/^urn:uuid:/u, ''));
    context.answer(former, () => historyText(context, former));
    return undefined;
  });
};

/** What a note was: when it was replaced is the name `restore --version` takes. */
const historyText = (context: CommandContext, history: FormerNote[]): string =>
  history.length === 0
    ? context.say('cli.no-history')
    : history
        .map(({ id, replaced, body, tags }) =>
          [
            context.say('cli.former-note', { id, replaced }),
            ...(body === '' ? [] : [`  ${body.split('\n').map(plainLine).join('\n  ')}`]),
            ...(tags.length === 0 ? [] : [`  ${tags.map((one) => `#${plainLine(one)}`).join(' ')}`]),
          ].join('\n'),
        )
        .join('\n\n');

/** The one place that is meant; `nth` counts from 1. */
const onePlace = (text: string, quote: string, nth: number | undefined): { start: number; end: number } => {
  if (quote.trim() === '') throw new ArchiveError('bad-argument', { argument: '--quote', value: quote });
  const places = findQuote(text, quote);
  if (places.length > 1 && nth === undefined)
    throw new ArchiveError('quote-ambiguous', { quote, count: places.length });
  const place = places[(nth ?? 1) - 1];
  if (place !== undefined) return place;
  if (places.length === 0) throw new ArchiveError('quote-not-found', { quote });
  throw new ArchiveError('quote-not-found', { quote, reason: 'fewer-places', count: places.length, nth: nth ?? 1 });
};

const listed = ({ id, articleId, placement, selector, body, tags, color, created }: NoteRow): unknown => ({
  id,
  articleId,
  state: placement.state,
  quote: selector?.exact ?? null,
  body,
  tags,
  color,
  created,
});

const notesText = (context: CommandContext, notes: NoteRow[]): string =>
  [
    ...notes.map(({ id, articleTitle, selector, body, tags, placement }) =>
      [
        `${plainLine(articleTitle)}  [${id}]  (${context.say(`cli.note-state-${placement.state}`)})`,
        ...(selector === null
          ? []
          : [`  ${context.say('cli.quoted', { quote: selector.exact.replace(/\s+/gu, ' ') })}`]),
        ...(body === '' ? [] : [`  ${body.split('\n').map(plainLine).join('\n  ')}`]),
        ...(tags.length === 0 ? [] : [`  ${tags.map((tag) => `#${plainLine(tag)}`).join(' ')}`]),
      ].join('\n'),
    ),
    context.say('cli.notes', { count: notes.length }),
  ].join('\n\n');
