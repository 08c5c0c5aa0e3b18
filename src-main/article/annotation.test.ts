import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note } from '#contract';
import { ArchiveError } from '../errors.ts';
import {
  annotationsIn,
  annotationTarget,
  annotationToNote,
  type JsonObject,
  noteToAnnotation,
  readStoredNote,
} from './annotation.ts';
import { sealOf } from './json-seal.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../../shared/cases/w3c-annotation-examples');
const text = 'Ein 😀 Satz über die Waffenruhe. Noch einer.';
const article = { id: '2025-10-16-x', title: 'Über Waffen', canonicalUrl: 'https://example.org/a', url: null };
const target = annotationTarget(article, text);

const note: Note = {
  id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  articleId: article.id,
  selector: { exact: 'Satz', prefix: 'Ein 😀 ', suffix: ' über', start: 7, end: 11 },
  creator: 'Ada',
  own: true,
  color: 'sky',
  body: 'Stimmt **das**?',
  tags: ['Frieden', 'prüfen'],
  created: '2025-10-17T08:00:00+02:00',
  modified: '2025-10-18T08:00:00Z',
  revision: '',
};

const refusal = (value: unknown): ArchiveError => {
  try {
    annotationToNote(value);
  } catch (error) {
    if (error instanceof ArchiveError) return error;
    throw error;
  }
  throw new Error(`was read: ${JSON.stringify(value)}`);
};

const valid = { '@context': 'http://www.w3.org/ns/anno.jsonld', id: 'urn:x:1', type: 'Annotation', target: 'urn:x:2' };

describe('a note as an annotation', () => {
  it('comes back from the disk form field by field, with its digest as revision', () => {
    const written = noteToAnnotation(note, target, 'disk');
    const { note: read, digest } = readStoredNote(JSON.parse(JSON.stringify(written)), article.id);
    expect(digest).toBe('sound');
    expect(read).toEqual({ ...note, revision: written['nachlese:sha256'] });
  });

  it('counts UTF-16 units on disk, and says so', () => {
    expect(JSON.stringify(noteToAnnotation(note, target, 'disk'))).toContain(
      '"start":7,"end":11,"nachlese:unit":"utf-16"',
    );
  });

  it('counts code points for others, as the standard says', () => {
    const written = noteToAnnotation(note, target, 'w3c');
    expect(JSON.stringify(written)).toContain('"start":6,"end":10}');
    expect(written).not.toHaveProperty('nachlese:sha256');
  });

  it('leaves the position out where the quote does not stand there', () => {
    const moved = { ...note, selector: { exact: 'Satz', prefix: '', suffix: '', start: 20, end: 24 } };
    expect(JSON.stringify(noteToAnnotation(moved, target, 'w3c'))).not.toContain('TextPositionSelector');
  });

  it('notices a single flipped character', () => {
    const written = JSON.stringify(noteToAnnotation(note, target, 'disk')).replace('Stimmt', 'Stinmt');
    expect(readStoredNote(JSON.parse(written), article.id).digest).toBe('changed');
  });

  it('has a digest that does not depend on the order of fields', () => {
    const written = noteToAnnotation(note, target, 'disk');
    const reversed = Object.fromEntries(Object.entries(written).reverse());
    expect(sealOf(reversed)).toBe(written['nachlese:sha256']);
  });

  it('names the text where the article has no address', () => {
    const addressless = annotationTarget({ ...article, canonicalUrl: 'no address at all' }, text);
    expect(addressless.source).toBe(`urn:nachlese:${addressless.textHash}`);
    expect(annotationToNote(noteToAnnotation(note, addressless, 'w3c')).target).toEqual({
      addresses: [],
      textHash: addressless.textHash,
      articleId: article.id,
      title: article.title,
    });
  });

  it('gives a plain date the time the standard wants, and takes it back', () => {
    const written = noteToAnnotation({ ...note, created: '2025-10-17' }, target, 'w3c');
    expect(written.created).toBe('2025-10-17T00:00:00Z');
    expect(annotationToNote(written).note.created).toBe('2025-10-17');
  });

  it('is the same after writing and reading, whatever the note holds', () => {
    const words = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(
        words,
        fc.uniqueArray(words),
        words,
        fc.constantFrom('disk' as const, 'w3c' as const),
        (body, tags, creator, form) => {
          const whole = (value: string): string => Buffer.from(value).toString();
          const made = {
            ...note,
            body: whole(body),
            tags: [...new Set(tags.map((tag) => whole(tag).trim()))].filter((tag) => tag !== ''),
            creator: creator === '' ? null : whole(creator),
          };
          const json: unknown = JSON.parse(JSON.stringify(noteToAnnotation(made, target, form)));
          const read = annotationToNote(json).note;
          expect([read.body, read.tags, read.creator]).toEqual([made.body, made.tags, made.creator]);
          if (form === 'disk') expect(readStoredNote(json, article.id).digest).toBe('sound');
        },
      ),
    );
  });
});

describe('an annotation of others', () => {
  it('keeps everything it does not understand when it is written again', () => {
    const foreign: JsonObject = {
      ...valid,
      'ex:mood': { deep: [1, null] },
      creator: { id: 'https://example.org/ada', type: 'Person', name: 'Ada', nickname: 'a' },
      generator: 'https://example.org/tool',
      body: [
        { type: 'TextualBody', value: 'Warum?', format: 'text/plain', language: 'de', purpose: 'commenting' },
        { type: 'TextualBody', value: 'Frage', purpose: 'tagging' },
        'https://example.org/video',
      ],
      target: [
        {
          source: 'https://example.org/a',
          state: { type: 'TimeState', cached: 'https://example.org/copy' },
          selector: [
            { type: 'RangeSelector', startContainer: '/p[1]', startOffset: 1, endContainer: '/p[2]', endOffset: 3 },
            { type: 'TextQuoteSelector', exact: 'Satz', prefix: 'p', suffix: 's', 'ex:extra': true },
          ],
        },
        'https://example.org/b',
      ],
    };
    const { note: read, rest } = annotationToNote(foreign);
    expect(read).toMatchObject({ body: 'Warum?', tags: ['Frage'], creator: 'Ada' });
    expect(read.selector).toMatchObject({ exact: 'Satz', prefix: 'p', suffix: 's' });
    const whole: Note = { ...note, ...read, id: note.id, created: note.created };
    const again = JSON.stringify(noteToAnnotation(whole, target, 'disk', rest));
    for (const kept of [
      '"ex:mood":{"deep":[1,null]}',
      '"nickname":"a"',
      '"generator":"https://example.org/tool"',
      '"language":"de"',
      '"https://example.org/video"',
      '"state":{"type":"TimeState","cached":"https://example.org/copy"}',
      '"type":"RangeSelector"',
      '"ex:extra":true',
      '"https://example.org/b"',
    ])
      expect(again).toContain(kept);
  });

  it('keeps the hash of the text its place was made on until the place changes', () => {
    const { note: read, rest } = readStoredNote(noteToAnnotation(note, target, 'disk'), article.id);
    const newer = annotationTarget(article, 'Ein neuer Text.');
    expect(JSON.stringify(noteToAnnotation({ ...read, body: 'x' }, newer, 'disk', rest))).toContain(target.textHash);
    const attached = { ...read, selector: { exact: 'Text', prefix: '', suffix: '', start: 10, end: 14 } };
    expect(JSON.stringify(noteToAnnotation(attached, newer, 'disk', rest))).toContain(newer.textHash);
  });

  it('gives the same id each time, also when it is no UUID', () => {
    const ids = [valid, { ...valid }, { ...valid, id: 'urn:x:3' }].map((json) => annotationToNote(json).note.id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(ids[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u);
  });

  it.each<[string, object]>([
    ['an id that is no address', { id: 'not a uri' }],
    ['two ids', { id: ['urn:x:1', 'urn:x:2'] }],
    ['another type', { type: 'Squirrel' }],
    ['a foreign context', { '@context': ['https://example.org/context'] }],
    ['a target that is a number', { target: 9 }],
    ['no target', { target: [] }],
    ['a body that is no address', { body: 'this is not a uri' }],
    ['a body whose id is no address', { body: { id: 'no', format: 'text/plain' } }],
    ['a format that is a number', { body: { id: 'urn:x:3', format: 6 } }],
    ['an unknown direction', { body: { id: 'urn:x:3', textDirection: 'squirrel' } }],
    ['two processing languages', { body: { id: 'urn:x:3', processingLanguage: ['en', 'de'] } }],
    ['a textual body without text', { body: { type: 'TextualBody' } }],
    ['a textual body with three texts', { body: { type: 'TextualBody', value: ['a', 'b', 'c'] } }],
    ['body and bodyValue', { body: 'urn:x:3', bodyValue: 'x' }],
    ['two values in bodyValue', { bodyValue: ['a', 'b'] }],
    ['a body that is both choice and list', { body: { type: ['Choice', 'List'], items: ['urn:x:3'] } }],
    ['items of nothing', { body: { items: ['urn:x:3'] } }],
    ['a creator that is a number', { creator: 6 }],
    ['a time in words', { created: 'yesterday' }],
    ['two times', { modified: ['2015-01-28T12:00:00Z', '2015-01-28T12:00:01Z'] }],
    ['rights that are no address', { rights: 'not a uri' }],
    ['a specific resource without source', { target: { type: 'SpecificResource' } }],
    ['a fragment without value', { target: { source: 'urn:x:2', selector: { type: 'FragmentSelector' } } }],
    [
      'a fragment with two',
      { target: { source: 'urn:x:2', selector: { type: 'FragmentSelector', value: ['x', 'y'] } } },
    ],
    ['a quote without words', { target: { source: 'urn:x:2', selector: { type: 'TextQuoteSelector', exact: '' } } }],
    [
      'a place that ends before it starts',
      { target: { source: 'urn:x:2', selector: { type: 'TextPositionSelector', start: 2, end: 1 } } },
    ],
  ])('is refused with a reason for %s', (_name, change) => {
    const { code, values } = refusal({ ...valid, ...change });
    expect(code).toBe('malformed-input');
    expect(values.expected).not.toBe('');
  });

  it('is refused, not a crash, when nested without end', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    expect(refusal({ ...valid, 'ex:deep': deep }).code).toBe('too-deep');
  });

  it('does not take a position inside a fragment for one in the text', () => {
    const selector = {
      type: 'FragmentSelector',
      value: 'p',
      refinedBy: { type: 'TextPositionSelector', start: 6, end: 27 },
    };
    expect(annotationToNote({ ...valid, target: { source: 'urn:x:2', selector } }).note.selector).toBeNull();
  });
});

describe.skipIf(!existsSync(EXAMPLES))('the examples of the W3C (skipped where ../shared is absent)', () => {
  const files = (kind: string): [string, string][] =>
    existsSync(EXAMPLES)
      ? readdirSync(`${EXAMPLES}/${kind}`).map((file) => [file, readFileSync(`${EXAMPLES}/${kind}/${file}`, 'utf8')])
      : [];

  it.each(files('correct'))('%s is read', (file, content) => {
    const found = annotationsIn(JSON.parse(content));
    expect(found).toHaveLength(file === 'collection1.json' ? 43 : 1);
    for (const { annotation, embedded } of found) {
      const read = annotationToNote(annotation, { embedded });
      expect(read.target.addresses[0]).toMatch(/^http/u);
      const made = noteToAnnotation(
        { ...note, ...read.note, id: note.id, created: note.created },
        target,
        'w3c',
        read.rest,
      );
      expect(annotationToNote(made).note).toMatchObject({ body: read.note.body, tags: read.note.tags });
    }
  });

  it.each(files('incorrect'))('%s is refused with a reason', (_file, content) => {
    let json: unknown;
    try {
      json = JSON.parse(content);
    } catch {
      return;
    }
    expect(refusal(json).values.expected).toEqual(expect.any(String));
  });
});
