import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { ArchiveApi, ExportedFile, ExportFormat, ExportRequest, ExportResult } from '#contract';
import { version } from '../../package.json';
import { plainText } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import { type ExportArticle, exportFormats, renderExport } from '../export/export-formats.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { DurableWriter } from '../store/durable-write.ts';
import { atPath } from '../store/file-error.ts';
import { realPathOf } from '../store/remembered-folders.ts';
import { applyCorrections } from './index-entry.ts';
import { type NoteCatalogue, placeNotes } from './note-calls.ts';
import { noteMatches } from './note-query.ts';
import type { Parts } from './parts.ts';

type ExportCalls = Pick<ArchiveApi, 'exportFormats' | 'previewExport' | 'renderExport' | 'writeExport'>;

/** The whole archive as a bag: a folder, which no text holds. */
const BAG: ExportFormat = { name: 'bag', what: 'archive', label: 'BagIt (RFC 8493)', extension: '', shapes: ['many'] };

/** What a preview shows: files, and UTF-16 code units of each. */
const PREVIEW_FILES = 5;
const PREVIEW_CHARACTERS = 20_000;

/** Getting notes and articles out again, as text files. */
export function exportCalls(parts: Parts, notes: NoteCatalogue): ExportCalls {
  /** What is exported is counted on the way: notes, or articles. */
  const files = (request: ExportRequest, counted: { count: number }): AsyncIterable<ExportedFile> => {
    if (!exportFormats.some((format) => format.name === request.format && format.what === request.what))
      throw new ArchiveError('unsupported-format', { format: `${request.what} → ${request.format}` });
    const articles = exported(parts, notes, request, counted);
    return renderExport(request.format, request.shape, articles, {
      language: parts.language(),
      now: parts.now(),
      what: request.what,
    });
  };

  return {
    exportFormats: () => Promise.resolve([...exportFormats, BAG]),

    previewExport: async (request) => {
      if (isBag(request))
        return {
          files: [],
          fileCount: 1,
          count: (await chosen(parts, request))?.size ?? (await parts.index.counts()).articles,
        };
      const counted = { count: 0 };
      const shown = [];
      let fileCount = 0;
      for await (const { name, text } of files(request, counted)) {
        fileCount += 1;
        if (shown.length >= PREVIEW_FILES) continue;
        shown.push({ name, text: text.slice(0, PREVIEW_CHARACTERS), cut: text.length > PREVIEW_CHARACTERS });
      }
      return { files: shown, fileCount, count: counted.count };
    },

    renderExport: async (request) => {
      const counted = { count: 0 };
      const rendered: ExportedFile[] = [];
      for await (const file of files(request, counted)) rendered.push(file);
      return { files: rendered, count: counted.count };
    },

    writeExport: async (request, out, force) => {
      if (isBag(request)) return writeBag(parts, request, out);
      const counted = { count: 0 };
      const written: string[] = [];
      const writer = new DurableWriter({ random: parts.random, platform: process.platform });
      const many = request.shape === 'many';
      await refuseArchiveFolder(parts.store.folder, out);
      if (!many && (await isFolder(out))) throw new ArchiveError('exists', { path: out });
      const isNew = many && !(await writer.isThere(out));
      const parent = many && !isNew ? out : dirname(out);
      await atPath(parent, () => mkdir(parent, { recursive: true }));
      await parts.halfMade.within(parent, async (half) => {
        await writer.makeFolder(half);
        // A new folder is there with all its files or not at all; in one that was there, each file is.
        for await (const file of files(request, counted)) {
          const name = many ? file.name : basename(out);
          const bytes = new TextEncoder().encode(file.text);
          if (isNew) await writer.stageFile(join(half, name), bytes);
          else if (force) await writer.replaceFile(join(parent, name), bytes, half, always);
          else await writer.createFile(join(parent, name), bytes, half, always);
          written.push(many ? join(out, name) : out);
        }
        if (!isNew) return;
        await writer.syncFolder(half);
        if (!(await writer.removeEmptyFolder(out))) throw new ArchiveError('exists', { path: out });
        await writer.move(half, out, always);
        await writer.syncFolder(parent);
      });
      return { written, count: counted.count };
    },
  };
}

const always = () => Promise.resolve();

const isBag = ({ what, format }: ExportRequest): boolean => what === BAG.what && format === BAG.name;

/** Ids an export asks for; null: all. */
async function chosen(parts: Parts, { query, articleIds }: ExportRequest): Promise<ReadonlySet<string> | null> {
  if (query.trim() === '') return articleIds === null ? null : new Set(articleIds);
  const found = await parts.index.searchIds(query);
  return new Set(articleIds === null ? found : found.filter((id) => articleIds.includes(id)));
}

/** A bag is never written over anything, `force` or not: it would no longer be what its manifests say. */
async function writeBag(parts: Parts, request: ExportRequest, out: string): Promise<ExportResult> {
  const { bag, articles, damaged } = await parts.store.writeBag({
    out,
    name: basename(parts.store.folder),
    agent: `Nachlese ${version}`,
    ids: await chosen(parts, request),
    now: parts.now,
    random: parts.random,
    halfMade: parts.halfMade,
  });
  return { written: [bag], count: articles, damaged };
}

/** What an archive has of its own, hidden files too; many disks do not tell upper and lower case apart. */
const OWN_NAMES = /^(?:archive\.json|articles|trash|collections|waiting-notes|\.(?!\.$).*)$/iu;

/** What is exported must not lie among the archive's own files, where it would count as damage, or be damage. */
async function refuseArchiveFolder(archive: string, out: string): Promise<void> {
  const [first] = relative(await realPathOf(archive), await realPathOf(out)).split(/[/\\]/u);
  if (first !== undefined && OWN_NAMES.test(first))
    throw new ArchiveError('bad-argument', { argument: '--out', value: out });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (asArchiveError(error).code === 'not-found') return false;
    throw error;
  }
}

/**
 * The articles an export asks for, opened one by one. An export of notes leaves out articles without any that are
 * asked for. Articles known to be unreadable are left out, too: list and command line name them. One that turns out to be
 * so only now ends the export, which would otherwise lack it without a word.
 */
async function* exported(
  parts: Parts,
  catalogue: NoteCatalogue,
  request: ExportRequest,
  counted: { count: number },
): AsyncIterable<ExportArticle> {
  const ofNotes = request.what === 'notes';
  // A query over notes chooses notes; one over articles chooses articles.
  const wantedNotes =
    ofNotes && request.query.trim() !== ''
      ? new Set((await catalogue.all()).filter((note) => noteMatches(note, request.query)).map((note) => note.id))
      : null;
  const byQuery = !ofNotes && request.query.trim() !== '' ? new Set(await parts.index.searchIds(request.query)) : null;
  const byId = request.articleIds === null ? null : new Set(request.articleIds);
  const { rows } = await parts.index.list({ sort: 'oldest', offset: 0, limit: null, ids: null });
  for (const row of rows) {
    if (row.unreadable || (ofNotes && row.notes === 0)) continue;
    if ((byQuery !== null && !byQuery.has(row.id)) || (byId !== null && !byId.has(row.id))) continue;
    const stored = await parts.store.read(row.id);
    const text = plainText(stored.article.lead, stored.article.blocks);
    const notes = placeNotes(stored.notes, text).filter(
      (note) => (wantedNotes?.has(note.id) ?? true) && (request.noteIds?.includes(note.id) ?? true),
    );
    if (ofNotes && notes.length === 0) continue;
    counted.count += ofNotes ? notes.length : 1;
    yield {
      article: applyCorrections(stored.article, stored.state),
      state: stored.state,
      notes,
      noteRests: stored.noteRests,
      text,
    };
  }
}
