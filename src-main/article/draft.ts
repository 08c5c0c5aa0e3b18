import type { ArticleState, Article, Inline, Block, NoteColor, Origin, Selector } from '#contract';
import type { AnnotationRest } from './annotation.ts';

/** What a source says about an article, before the archive gives it an id. */
export type DraftMetadata = Omit<
  Article,
  'id' | 'lead' | 'blocks' | 'assets' | 'citeKey' | 'importedFrom' | 'archived'
> & {
  /** When the source captured it; null: now. */
  archived: string | null;
};

/** A file that comes with a draft. Blocks name it by `name`; the store gives it its final name. */
export type DraftAsset = { name: string; mediaType: string; bytes: Uint8Array };

/** A note that comes with a draft or from an annotation file. */
export type DraftNote = {
  /** The note's own id where it has one (a UUID), so that importing twice adds nothing. */
  id: string | null;
  selector: Selector | null;
  creator: string | null;
  color: NoteColor;
  body: string;
  tags: string[];
  created: string | null;
  modified: string | null;
  /** What its annotation holds beyond a note. */
  rest?: AnnotationRest | undefined;
};

/** What an annotation says about the article it belongs to; the article is found by address, then text, then id. */
export type NoteTarget = {
  /** As written; normalised by whoever looks them up. */
  addresses: string[];
  /** SHA-256 of the plain text the note was made on. */
  textHash: string | null;
  articleId: string | null;
  title: string | null;
};

/** A note that came without its article: kept in the archive until the article comes. */
export type WaitingNote = { note: DraftNote & { id: string }; target: NoteTarget };

/** One record of a source, read but not yet stored: the one shape every import format yields. */
export type Draft = {
  metadata: DraftMetadata;
  lead: Inline[];
  blocks: Block[];
  assets: DraftAsset[];
  /** The bytes of this record as they came, and the extension to keep them under ("txt", "html"). */
  original: { bytes: Uint8Array; extension: string } | null;
  importedFrom: Origin;
  notes: DraftNote[];
  state: Pick<ArticleState, 'tags' | 'read' | 'starred'>;
  /** Names of collections it belongs to. */
  collections: string[];
};
