import { z } from 'zod';
import type { Method, NachleseApi } from '#contract';
import { settingsFields } from '../settings/settings-shape.ts';

// How much one argument may hold. Far above what a person needs, far below what hurts.
const NAME = 300;
const QUERY = 10_000;
const PATH = 4_096;
const NOTE = 1_000_000;
const PASTED = 50_000_000;
const MANY = 200_000;
const FEW = 1_000;

const id = z.string().regex(/^[\w][\w.-]{0,199}$/u);
const ids = z.array(id).max(MANY);
const name = z.string().max(NAME);
const query = z.string().max(QUERY);
const url = z.string().max(PATH * 4);

const path = z
  .string()
  .min(1)
  .max(PATH)
  .regex(/^[^\u0000]*$/u);
const tags = z.array(name).max(FEW);
const count = z
  .int()
  .min(0)
  .max(2 ** 31);
const range = z.strictObject({ start: count, end: count }).refine(({ start, end }) => start < end, 'start < end');
const color = z.enum(['wheat', 'moss', 'sky', 'rose', 'lilac']);
const body = z.string().max(NOTE);
const revision = z.string().max(NAME);

const listOrder = z.enum(['newest', 'oldest', 'title', 'added']);
const listRequest = z.strictObject({
  sort: listOrder,
  offset: count,
  limit: count.nullable(),
  collection: id.nullable(),
});
const searchRequest = z.strictObject({
  query,
  offset: count,
  limit: z.int().min(0).max(MANY),
  sort: z.enum(['relevance', 'newest', 'oldest', 'title', 'added']),
  withoutExcerpts: z.exactOptional(z.boolean()),
  facets: z.exactOptional(z.boolean()),
  caller: z.exactOptional(name),
});

const pasted = z.strictObject({
  title: z.string().max(QUERY).nullable(),
  url: url.nullable(),
  publisher: name.nullable(),
  published: name.nullable(),
  authors: z.array(name).max(FEW),
  text: z.string().max(PASTED),
  html: z.string().max(PASTED).nullable(),
});
const importSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path }),
  z.strictObject({ kind: z.literal('upload'), upload: id, name: z.string().max(PATH) }),
  z.strictObject({ kind: z.literal('paste'), paste: pasted }),
]);
const importRequest = z.strictObject({
  job: id,
  sources: z.array(importSource).max(MANY),
  format: name.nullable(),
  tags,
  dryRun: z.boolean(),
});

const corrections = z.strictObject({
  title: z.exactOptional(z.string().max(QUERY).nullable()),
  authors: z.exactOptional(z.array(name).max(FEW).nullable()),
  publisher: z.exactOptional(name.nullable()),
  published: z.exactOptional(name.nullable()),
});

const exportRequest = z.strictObject({
  what: z.enum(['notes', 'articles', 'archive']),
  format: name,
  query,
  articleIds: ids.nullable(),
  noteIds: ids.nullable(),
  shape: z.enum(['one', 'many']),
});

const settingsChange = z.strictObject({
  language: z.exactOptional(settingsFields.language),
  theme: z.exactOptional(settingsFields.theme),
  creator: z.exactOptional(settingsFields.creator),
  archive: z.exactOptional(settingsFields.archive),
  archives: z.exactOptional(settingsFields.archives),
  reading: z.exactOptional(settingsFields.reading),
  listDensity: z.exactOptional(settingsFields.listDensity),
  shortcuts: z.exactOptional(settingsFields.shortcuts),
  tourSeen: z.exactOptional(settingsFields.tourSeen),
  backupReminder: z.exactOptional(settingsFields.backupReminder),
  quietCheck: z.exactOptional(settingsFields.quietCheck),
  layout: z.exactOptional(settingsFields.layout),
});

const nothing = z.tuple([]);
const oneId = z.tuple([id]);
const severalIds = z.tuple([ids]);
const idAndVersion = z.tuple([id, id]);

/** What each call may be given. A method without a check here, or with a wider one, does not compile. */
export const argumentChecks = {
  status: nothing,
  stats: nothing,
  listArticles: z.tuple([listRequest]),
  openArticle: oneId,
  openVersion: idAndVersion,
  search: z.tuple([searchRequest]),
  excerpts: z.tuple([query, ids]),
  matchesIn: z.tuple([id, query]),
  complete: z.tuple([query]),
  importSources: z.tuple([importRequest]),
  importFormats: nothing,
  cancelJob: oneId,
  lookAround: nothing,
  interruptedImports: nothing,
  resumeImport: z.tuple([id, id]),
  discardImport: oneId,
  undoImport: oneId,
  editArticle: z.tuple([id, corrections]),
  tagArticles: z.tuple([ids, tags, tags]),
  markArticles: z.tuple([
    ids,
    z.strictObject({ read: z.exactOptional(z.boolean()), starred: z.exactOptional(z.boolean()) }),
  ]),
  deleteArticles: severalIds,
  deleteForever: severalIds,
  listTrash: nothing,
  restore: severalIds,
  restoreVersion: idAndVersion,
  diffVersions: z.tuple([id, id.nullable(), id.nullable()]),
  listNotes: z.tuple([z.strictObject({ query, articleId: id.nullable() })]),
  createNote: z.tuple([z.strictObject({ articleId: id, range: range.nullable(), color, body, tags })]),
  editNote: z.tuple([
    id,
    z.strictObject({ color: z.exactOptional(color), body: z.exactOptional(body), tags: z.exactOptional(tags) }),
    revision,
  ]),
  attachNote: z.tuple([id, range, revision]),
  noteHistory: oneId,
  restoreNote: z.tuple([id, id, revision]),
  deleteNotes: severalIds,
  listCollections: nothing,
  createCollection: z.tuple([name]),
  editCollection: z.tuple([
    id,
    z.strictObject({
      name: z.exactOptional(name),
      description: z.exactOptional(body),
      remove: z.exactOptional(ids),
      add: z.exactOptional(ids),
      place: z.exactOptional(z.array(z.strictObject({ id, before: id.nullable() })).max(MANY)),
    }),
  ]),
  deleteCollection: oneId,
  exportFormats: nothing,
  previewExport: z.tuple([exportRequest]),
  renderExport: z.tuple([exportRequest]),
  writeExport: z.tuple([exportRequest, path, z.boolean()]),
  verify: z.tuple([z.strictObject({ job: id, ids: ids.nullable() })]),
  backUp: z.tuple([z.strictObject({ job: id, folder: path, thorough: z.boolean() })]),
  acceptChanges: severalIds,
  listConflicts: z.tuple([]),
  resolveConflict: z.tuple([path, z.enum(['merge', 'take', 'trash'])]),
  rebuild: nothing,
  host: nothing,
  readSettings: nothing,
  changeSettings: z.tuple([settingsChange]),
  openArchive: z.tuple([path]),
  createArchive: z.tuple([path, name]),
  forgetArchive: z.tuple([path]),
  listBackups: z.tuple([path]),
  verifyBackup: z.tuple([z.strictObject({ job: id, folder: path })]),
  restoreBackup: z.tuple([z.strictObject({ job: id, backup: path, generation: name.nullable(), folder: path })]),
  moveArchive: z.tuple([z.strictObject({ job: id, folder: path })]),
  diagnostics: nothing,
  settingsTrouble: nothing,
  chooseFiles: nothing,
  chooseFolder: z.tuple([z.enum(['archive', 'import', 'export', 'backup'])]),
  chooseSavePath: z.tuple([name]),
  showInFolder: z.tuple([path]),
  openExternal: z.tuple([
    z
      .string()
      .max(PATH * 4)
      .regex(/^(?:https?:\/\/|mailto:)/iu),
  ]),
} satisfies { [M in Method]: z.ZodType<Parameters<NachleseApi[M]>> };
