import { createHash } from 'node:crypto';
import type { Article, Note, NoteColor } from '#contract';
import { type BodyRest, readBodies, writeBodies } from './annotation-body.ts';
import { readPlace, type SelectorRest, writePlace } from './annotation-place.ts';
import { checkAnnotation, isIri } from './annotation-schema.ts';
import {
  ANNOTATION_CONTEXT,
  hasType,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  NACHLESE_TERMS,
  without,
} from './annotation-terms.ts';
import type { DraftNote, NoteTarget } from './draft.ts';
import { SEAL, sealOf } from './json-seal.ts';
import { textHash } from './text-hash.ts';

export type { Json, JsonObject } from './annotation-terms.ts';

/** What a note is about, as an annotation names it. */
export type AnnotationTarget = {
  /** canonicalUrl, else url, else `urn:nachlese:<text sha256>`. */
  source: string;
  articleId: string;
  /** SHA-256 of the text that the note's position counts in. */
  textHash: string;
  title: string | null;
  /** That text; only the W3C form needs it, to count code points. null: the position is left out. */
  text: string | null;
};

/** What an annotation holds beyond a note; given back to {@link noteToAnnotation}, it is written as it was. */
export type AnnotationRest = {
  fields: JsonObject;
  target: JsonObject;
  /** Further targets. */
  targets: Json[];
  creator: { name: string; value: Json } | null;
  selectors: SelectorRest;
  bodies: BodyRest;
  /** The place as read and the text it was made on: an untouched place keeps its hash. */
  anchor: { place: string; textHash: string } | null;
};

export type ReadAnnotation = {
  note: DraftNote;
  target: NoteTarget;
  /** False where the file says that somebody else's note was brought in here. */
  own: boolean;
  rest: AnnotationRest;
};

const COLORS: readonly NoteColor[] = ['wheat', 'moss', 'sky', 'rose', 'lilac'];
const OWN_FIELDS =
  '@context id type motivation creator created modified body bodyValue target nachlese:color nachlese:created nachlese:modified nachlese:foreign'.split(
    ' ',
  );
const TARGET_FIELDS = 'type id source selector nachlese:articleId nachlese:textSha256 nachlese:title'.split(' ');
const TEXT_URN = 'urn:nachlese:';

/** The target of notes on an article; `text` is its plain text. */
export function annotationTarget(
  article: Pick<Article, 'id' | 'title' | 'canonicalUrl' | 'url'>,
  text: string,
): AnnotationTarget {
  const hash = textHash(text);
  const source = [article.canonicalUrl, article.url].find(isIri) ?? `${TEXT_URN}${hash}`;
  return { source, articleId: article.id, textHash: hash, title: article.title, text };
}

/**
 * A note as a W3C Web Annotation. `disk`: our own file, positions in UTF-16 code units and a digest of itself; `w3c`:
 * for others, positions in code points as the standard says.
 */
export function noteToAnnotation(
  note: Note,
  target: AnnotationTarget,
  form: 'disk' | 'w3c',
  rest: AnnotationRest | null = null,
): JsonObject {
  const body = writeBodies(note.body, note.tags, rest?.bodies ?? null);
  const place =
    note.selector === null
      ? (rest?.selectors.others ?? [])
      : writePlace(note.selector, form === 'disk' ? 'utf-16' : 'code-point', target.text, rest?.selectors ?? null);
  const anchoredOn = rest?.anchor?.place === JSON.stringify(note.selector) ? rest.anchor.textHash : target.textHash;
  const annotation: JsonObject = {
    '@context': [ANNOTATION_CONTEXT, { nachlese: NACHLESE_TERMS }],
    id: `urn:uuid:${note.id}`,
    type: 'Annotation',
    motivation: note.body !== '' ? 'commenting' : note.selector !== null ? 'highlighting' : 'tagging',
    ...(note.creator === null ? {} : { creator: writeCreator(note.creator, rest) }),
    ...writeTime('created', note.created, form),
    ...(note.modified === null ? {} : writeTime('modified', note.modified, form)),
    ...(body.length === 0 ? {} : { body }),
    target: writeTargets(
      {
        type: 'SpecificResource',
        source: target.source,
        ...(place.length === 0 ? {} : { selector: place }),
        'nachlese:articleId': target.articleId,
        'nachlese:textSha256': anchoredOn,
        ...(target.title === null ? {} : { 'nachlese:title': target.title }),
        ...rest?.target,
      },
      rest,
    ),
    'nachlese:color': note.color,
    ...(note.own || form === 'w3c' ? {} : { 'nachlese:foreign': true }),
    ...rest?.fields,
  };
  const whole = wellFormed(annotation);
  return form === 'disk' ? { ...whole, [SEAL]: sealOf(whole) } : whole;
}

/**
 * Reads an annotation, ours or anybody's. `embedded`: an item of a collection. Positions in code points are left as
 * they are: a hint, the quote decides.
 * @throws ArchiveError `malformed-input` or `too-deep`
 */
export function annotationToNote(json: unknown, options: { embedded?: boolean } = {}): ReadAnnotation {
  const annotation = checkAnnotation(json, options.embedded);
  const [first = null, ...targets] = listOf(annotation.target).flatMap((target) =>
    isObject(target) && target.items !== undefined ? listOf(target.items) : [target],
  );
  const targetObject = isObject(first) ? first : {};
  const place = readPlace(targetObject.selector);
  const bodies = readBodies(annotation);
  const creator = readCreator(annotation.creator);
  const color = annotation['nachlese:color'];
  const hash = stringOf(targetObject['nachlese:textSha256']) ?? hashInAddress(first);
  return {
    note: {
      id: uuidOf(annotation.id),
      selector: place.selector,
      creator: creator?.name ?? null,
      color: COLORS.find((known) => known === color) ?? 'wheat',
      body: bodies.body,
      tags: bodies.tags,
      created: stringOf(annotation['nachlese:created']) ?? stringOf(annotation.created),
      modified: stringOf(annotation['nachlese:modified']) ?? stringOf(annotation.modified),
    },
    target: {
      addresses: addressesOf(first),
      textHash: hash,
      articleId: stringOf(targetObject['nachlese:articleId']),
      title: stringOf(targetObject['nachlese:title']),
    },
    own: annotation['nachlese:foreign'] !== true,
    rest: {
      fields: without(annotation, [...OWN_FIELDS, SEAL]),
      target: without(targetObject, TARGET_FIELDS),
      targets,
      creator,
      selectors: place.rest,
      bodies: bodies.rest,
      anchor: hash === null ? null : { place: JSON.stringify(place.selector), textHash: hash },
    },
  };
}

export type StoredNote = {
  note: Note;
  rest: AnnotationRest;
  /** "changed": the file is not what was written; "absent": another program wrote it. */
  digest: 'sound' | 'changed' | 'absent';
};

/**
 * A note file of an article, parsed as JSON.
 * @throws ArchiveError `malformed-input` or `too-deep`
 */
export function readStoredNote(json: unknown, articleId: string): StoredNote {
  const { note, own, rest } = annotationToNote(json);
  const written = (json as JsonObject)[SEAL];
  const revision = sealOf(json as JsonObject);
  return {
    note: {
      ...note,
      id: note.id ?? uuidFromText(revision),
      articleId,
      own,
      created: note.created ?? note.modified ?? '1970-01-01T00:00:00Z',
      revision,
    },
    rest,
    digest: written === undefined ? 'absent' : written === revision ? 'sound' : 'changed',
  };
}

/** The annotations in a file: one, a list, a page, or a collection with its pages inside. */
export function annotationsIn(json: unknown): { annotation: unknown; embedded: boolean }[] {
  if (Array.isArray(json)) return json.map((annotation: unknown) => ({ annotation, embedded: false }));
  if (!isObject(json)) return [{ annotation: json, embedded: false }];
  const pages = hasType(json, 'AnnotationCollection') ? [json, json.first, json.last] : [json];
  const isContainer = hasType(json, 'AnnotationCollection') || hasType(json, 'AnnotationPage');
  if (!isContainer) return [{ annotation: json, embedded: false }];
  const items = pages.filter(isObject).flatMap((page) => listOf(page.items ?? page['as:items']));
  // "first" and "last" may be the same page.
  return [...new Set(items)].map((annotation) => ({ annotation, embedded: true }));
}

const writeTargets = (own: JsonObject, rest: AnnotationRest | null): Json =>
  rest === null || rest.targets.length === 0 ? own : [own, ...rest.targets];

/** The model wants a full time; a plain date is kept beside it, not made more precise than it is. */
const writeTime = (name: 'created' | 'modified', time: string, form: 'disk' | 'w3c'): JsonObject =>
  form === 'w3c' && !time.includes('T')
    ? { [name]: `${time}T00:00:00Z`, [`nachlese:${name}`]: time }
    : { [name]: time };

const writeCreator = (name: string, rest: AnnotationRest | null): Json =>
  rest?.creator?.name === name ? rest.creator.value : { type: 'Person', name };

function readCreator(value: Json | undefined): { name: string; value: Json } | null {
  if (value === undefined || value === null) return null;
  const names = listOf(value).map((agent) => {
    if (!isObject(agent)) return typeof agent === 'string' ? agent : '';
    return [agent.name, agent.nickname, agent.id].flatMap(listOf).find((name) => typeof name === 'string');
  });
  const name = names.filter((part) => typeof part === 'string' && part !== '').join(', ');
  return name === '' ? null : { name, value };
}

function addressesOf(target: Json): string[] {
  if (!isObject(target)) return [target].filter(isAddress);
  const { source } = target;
  const inner = isObject(source) ? source.id : source;
  return [...new Set([inner, target.id, target.scope].flatMap(listOf).filter(isAddress))];
}

const isAddress = (value: Json): value is string => typeof value === 'string' && !value.startsWith(TEXT_URN);

function hashInAddress(target: Json): string | null {
  const source = isObject(target) ? target.source : target;
  return typeof source === 'string' && source.startsWith(TEXT_URN) ? source.slice(TEXT_URN.length) : null;
}

const stringOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

const UUID = /^(?:urn:uuid:)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/iu;

/** A note keeps its id; an id that is no UUID gives the same one each time, so that importing twice adds nothing. */
const uuidOf = (id: Json | undefined): string | null =>
  typeof id === 'string' ? (UUID.exec(id)?.[1]?.toLowerCase() ?? uuidFromText(id)) : null;

/** A UUID of version 8 (RFC 9562) made from the SHA-256 of a text, or of bytes. */
export function uuidFromText(text: string | Uint8Array): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A lone surrogate has no UTF-8 form: it would be written as one thing and hashed as another. */
function wellFormed(object: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(object).replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][\da-f]{2}/giu, '$1\\ufffd'),
  ) as JsonObject;
}
