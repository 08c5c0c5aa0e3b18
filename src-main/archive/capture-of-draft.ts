import type { Article, ArticleState, Asset, Note } from '#contract';
import { makeArticleId } from '../article/article-id.ts';
import { assetName } from '../article/asset-name.ts';
import type { Draft, DraftAsset, DraftNote } from '../article/draft.ts';
import { imageSize } from '../article/image-size.ts';
import { normaliseLine } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { randomUuid } from '../article/random-uuid.ts';
import { renameAssets } from '../article/rename-assets.ts';
import { textHash } from '../article/text-hash.ts';
import { makeSelector } from '../notes/make-selector.ts';
import { placeNote } from '../notes/place-note.ts';
import type { Capture } from '../store/archive-store.ts';
import { addressOf } from './index-entry.ts';
import type { Parts } from './parts.ts';

/** A draft with all that decides whether the archive holds it already. */
export type WeighedDraft = {
  capture: Capture;
  text: string;
  textHash: string;
  address: string | null;
  /** Names of collections its source put it in. */
  collections: string[];
};

/** State of an article nobody has touched. */
export const UNTOUCHED: ArticleState = {
  tags: [],
  read: false,
  starred: false,
  citeKey: null,
  corrections: { title: null, authors: null, publisher: null, published: null },
};

/** Turns a draft into a capture with an id; `tags` are given to it beside its own. */
export function captureOfDraft(
  draft: Draft,
  tags: string[],
  parts: Pick<Parts, 'now' | 'random' | 'creator'>,
): WeighedDraft {
  const archived = draft.metadata.archived ?? parts.now().toISOString();
  const finalNames = new Map<string, string>();
  const assets: Asset[] = [];
  const assetBytes: DraftAsset[] = [];
  for (const asset of draft.assets) {
    const name = assetName(asset.bytes, asset.mediaType);
    finalNames.set(asset.name, name);
    if (assets.some((known) => known.name === name)) continue;
    assets.push({ name, mediaType: asset.mediaType, size: asset.bytes.length, ...imageSize(asset.bytes) });
    assetBytes.push({ ...asset, name });
  }
  // A name no asset came for names nothing.
  const blocks = renameAssets(draft.blocks, (name) => finalNames.get(name) ?? null);
  const text = plainText(draft.lead, blocks);
  const metadata = inLines(draft.metadata);
  const id = makeArticleId({ ...metadata, archived, text });
  const article: Article = {
    ...metadata,
    id,
    archived,
    lead: draft.lead,
    blocks,
    assets,
    citeKey: null,
    importedFrom: draft.importedFrom,
  };
  const state = { ...UNTOUCHED, ...draft.state, tags: [...new Set([...draft.state.tags, ...tags])] };
  const notes = draft.notes.map((note) => noteOfDraft(note, id, text, parts));
  const capture = { article, original: draft.original, assets: assetBytes, state, notes };
  return { capture, text, textHash: textHash(text), address: addressOf(article), collections: draft.collections };
}

/** Whatever a source or a form gave: what is one line has no line ends, no control characters, and is composed. */
function inLines(metadata: Draft['metadata']): Draft['metadata'] {
  return {
    ...metadata,
    title: normaliseLine(metadata.title) ?? metadata.title,
    kicker: normaliseLine(metadata.kicker),
    publisher: normaliseLine(metadata.publisher),
    authors: metadata.authors.flatMap((author) => normaliseLine(author) ?? []),
  };
}

/**
 * A note from elsewhere as one of this article: the quote decides where it belongs, the position is a hint (a foreign
 * standard may count otherwise). It stays its author's: `own` only where the creator is the user.
 */
export function noteOfDraft(
  draft: DraftNote,
  articleId: string,
  text: string,
  parts: Pick<Parts, 'now' | 'random' | 'creator'>,
): Note {
  const placement = placeNote(draft.selector, text);
  const placed = placement.state === 'exact' || (placement.state === 'moved' && placement.score === 1);
  return {
    id: draft.id ?? randomUuid(parts.random),
    articleId,
    selector: placed ? makeSelector(text, placement.start, placement.end) : draft.selector,
    creator: draft.creator,
    own: draft.creator === null || draft.creator === parts.creator(),
    color: draft.color,
    body: draft.body,
    tags: draft.tags,
    created: draft.created ?? parts.now().toISOString(),
    modified: draft.modified,
    revision: '',
  };
}
