import { createHash } from 'node:crypto';
import type { Block, Inline } from '#contract';
import type { Draft, DraftMetadata } from '../article/draft.ts';
import type { Page, SourceInput } from './import-record.ts';

/** Metadata of which nothing is known yet but the title. */
export function metadataOf(title: string, titleFrom: DraftMetadata['titleFrom']): DraftMetadata {
  return {
    title,
    titleFrom,
    kicker: null,
    authors: [],
    publisher: null,
    agency: null,
    section: null,
    edition: null,
    page: null,
    databaseId: null,
    language: null,
    published: null,
    modified: null,
    archived: null,
    url: null,
    canonicalUrl: null,
  };
}

/** A draft of a source that is one article: its bytes are the original, its name and hash the origin. */
export function draftOf(page: Page, input: SourceInput, format: string, extension: string): Draft {
  const { metadata, lead, blocks, assets, tags } = page;
  return {
    metadata,
    lead,
    blocks,
    assets,
    original: { bytes: input.bytes, extension },
    importedFrom: {
      name: baseName(input.name),
      record: null,
      sha256: createHash('sha256').update(input.bytes).digest('hex'),
      format,
    },
    notes: [],
    state: { tags, read: false, starred: false },
    collections: [],
  };
}

/** The last part of a path, whichever way its slashes lean. */
export function baseName(name: string): string {
  return name.split(/[/\\]/).at(-1) ?? name;
}

/** A file name as a title: without folder and extension. */
export function titleOfFile(name: string): string {
  const stem = baseName(name).replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return stem.trim() === '' ? baseName(name) : stem.trim();
}

export const text = (words: string): Inline[] => (words === '' ? [] : [{ type: 'text', text: words, marks: [] }]);

export const paragraph = (content: Inline[]): Block => ({
  type: 'paragraph',
  language: null,
  direction: null,
  content,
});
