import type { ArchiveApi } from '#contract';

/**
 * All methods of {@link ArchiveApi}; one that is missing does not compile. "reads" go on while the archive is being
 * moved; the others may write, and wait for the last moment of it.
 */
const METHODS: Record<keyof ArchiveApi, 'reads' | 'writes'> = {
  status: 'reads',
  stats: 'reads',
  listArticles: 'reads',
  openArticle: 'reads',
  openVersion: 'reads',
  search: 'reads',
  excerpts: 'reads',
  matchesIn: 'reads',
  complete: 'reads',
  importSources: 'writes',
  importFormats: 'reads',
  cancelJob: 'reads',
  lookAround: 'reads',
  interruptedImports: 'reads',
  resumeImport: 'writes',
  discardImport: 'reads',
  undoImport: 'writes',
  editArticle: 'writes',
  tagArticles: 'writes',
  markArticles: 'writes',
  deleteArticles: 'writes',
  deleteForever: 'writes',
  listTrash: 'reads',
  restore: 'writes',
  restoreVersion: 'writes',
  diffVersions: 'reads',
  listNotes: 'reads',
  createNote: 'writes',
  editNote: 'writes',
  attachNote: 'writes',
  noteHistory: 'reads',
  restoreNote: 'writes',
  deleteNotes: 'writes',
  listCollections: 'reads',
  createCollection: 'writes',
  editCollection: 'writes',
  deleteCollection: 'writes',
  exportFormats: 'reads',
  previewExport: 'reads',
  renderExport: 'reads',
  writeExport: 'reads',
  verify: 'reads',
  backUp: 'reads',
  acceptChanges: 'writes',
  listConflicts: 'reads',
  resolveConflict: 'writes',
  rebuild: 'writes',
};

/** Those that may take long, and end by themselves, early, when their archive is closed. */
const ENDING: ReadonlySet<keyof ArchiveApi> = new Set([
  'importSources',
  'resumeImport',
  'verify',
  'backUp',
  'rebuild',
] as const);

export const ARCHIVE_METHODS = Object.keys(METHODS) as (keyof ArchiveApi)[];

export const isRead = (method: keyof ArchiveApi): boolean => METHODS[method] === 'reads';

export const endsWithItsArchive = (method: keyof ArchiveApi): boolean => ENDING.has(method);
