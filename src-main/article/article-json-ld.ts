import type { Article, Asset, Origin } from '#contract';
import { ArchiveError } from '../errors.ts';
import { NACHLESE_TERMS } from './annotation-terms.ts';

type Json = Record<string, unknown>;

/** Everything of an article that is not text: lead and blocks stand in the page itself. */
export type ArticleMetadata = Omit<Article, 'lead' | 'blocks'>;

const CONTEXT = ['https://schema.org', { nachlese: NACHLESE_TERMS }];

/** Name in schema.org (else in our own vocabulary) of each field that is a text or unknown. */
const TEXT_FIELDS = {
  kicker: 'nachlese:kicker',
  agency: 'nachlese:agency',
  section: 'articleSection',
  edition: 'printEdition',
  page: 'pagination',
  databaseId: 'nachlese:databaseId',
  language: 'inLanguage',
  published: 'datePublished',
  modified: 'dateModified',
  url: 'url',
  canonicalUrl: 'mainEntityOfPage',
  citeKey: 'nachlese:citeKey',
} as const satisfies Partial<Record<keyof ArticleMetadata, string>>;

/** The metadata as schema.org NewsArticle in JSON-LD. Unknown fields are left out. */
export function toJsonLd(article: ArticleMetadata): Json {
  const json: Json = {
    '@context': CONTEXT,
    '@type': 'NewsArticle',
    identifier: article.id,
    headline: article.title,
    'nachlese:titleFrom': article.titleFrom,
    'nachlese:archived': article.archived,
  };
  for (const [field, name] of Object.entries(TEXT_FIELDS)) {
    const value = article[field as keyof typeof TEXT_FIELDS];
    if (value !== null) json[name] = value;
  }
  if (article.authors.length > 0) json['author'] = article.authors.map((name) => ({ '@type': 'Person', name }));
  if (article.publisher !== null) json['publisher'] = { '@type': 'Organization', name: article.publisher };
  if (article.assets.length > 0) json['associatedMedia'] = article.assets.map(assetToJson);
  if (article.importedFrom) json['nachlese:importedFrom'] = withoutNull(article.importedFrom);
  return json;
}

const assetToJson = (asset: Asset): Json => ({
  '@type': 'MediaObject',
  contentUrl: `assets/${asset.name}`,
  encodingFormat: asset.mediaType,
  contentSize: asset.size,
  ...(asset.width === null ? {} : { width: asset.width }),
  ...(asset.height === null ? {} : { height: asset.height }),
});

const withoutNull = (record: Origin): Json =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

/** Reads back what {@link toJsonLd} wrote; throws `unreadable` for anything else. */
export function fromJsonLd(json: unknown): ArticleMetadata {
  const record = asRecord(json, 'JSON-LD');
  const known = new Set<string>([
    ...Object.values(TEXT_FIELDS),
    ...'@context @type identifier headline author publisher associatedMedia'.split(' '),
    ...['nachlese:titleFrom', 'nachlese:archived', 'nachlese:importedFrom'],
  ]);
  for (const name of Object.keys(record)) if (!known.has(name)) throw damaged(`JSON-LD field ${name}`);
  if (record['@type'] !== 'NewsArticle') throw damaged('JSON-LD is no NewsArticle');
  const texts = Object.fromEntries(
    Object.entries(TEXT_FIELDS).map(([field, name]) => [field, textOrNull(record, name)]),
  ) as Record<keyof typeof TEXT_FIELDS, string | null>;
  const publisher = record['publisher'] === undefined ? null : asRecord(record['publisher'], 'publisher');
  return {
    ...texts,
    id: text(record, 'identifier'),
    title: text(record, 'headline'),
    titleFrom: titleOrigin(record['nachlese:titleFrom']),
    archived: text(record, 'nachlese:archived'),
    authors: asArray(record['author'], 'author').map((author) => text(asRecord(author, 'author'), 'name')),
    publisher: publisher && text(publisher, 'name'),
    assets: asArray(record['associatedMedia'], 'associatedMedia').map(assetFromJson),
    importedFrom:
      record['nachlese:importedFrom'] === undefined ? null : originFromJson(record['nachlese:importedFrom']),
  };
}

function assetFromJson(json: unknown): Asset {
  const record = asRecord(json, 'associatedMedia');
  const address = text(record, 'contentUrl');
  const name = address.slice('assets/'.length);
  if (!address.startsWith('assets/') || name === '' || /[/\\]/.test(name)) throw damaged(`asset ${address}`);
  return {
    name,
    mediaType: text(record, 'encodingFormat'),
    size: count(record, 'contentSize') ?? 0,
    width: count(record, 'width'),
    height: count(record, 'height'),
  };
}

function originFromJson(json: unknown): Origin {
  const record = asRecord(json, 'nachlese:importedFrom');
  return {
    name: text(record, 'name'),
    record: textOrNull(record, 'record'),
    sha256: textOrNull(record, 'sha256'),
    format: text(record, 'format'),
  };
}

function titleOrigin(value: unknown): Article['titleFrom'] {
  if (value === 'source' || value === 'lead' || value === 'file') return value;
  throw damaged('nachlese:titleFrom');
}

function asRecord(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(`${name} is no object`);
  return value as Json;
}

function asArray(value: unknown, name: string): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw damaged(`${name} is no list`);
  return value;
}

function textOrNull(record: Json, name: string): string | null {
  const value = record[name];
  if (value === undefined) return null;
  if (typeof value !== 'string') throw damaged(`${name} is no text`);
  return value;
}

function text(record: Json, name: string): string {
  const value = textOrNull(record, name);
  if (value === null) throw damaged(`${name} is missing`);
  return value;
}

function count(record: Json, name: string): number | null {
  const value = record[name];
  if (value === undefined) return null;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw damaged(`${name} is no count`);
  return value;
}

/** The article.html of one article cannot be read; `reason` says where it departs from the format. */
export function damaged(reason: string): ArchiveError {
  return new ArchiveError('unreadable', { reason });
}
