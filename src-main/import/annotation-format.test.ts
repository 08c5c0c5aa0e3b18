import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteToAnnotation } from '../article/annotation.ts';
import { readSource } from './import-formats.ts';
import type { ImportRecord } from './import-record.ts';

async function read(name: string, text: string): Promise<ImportRecord[]> {
  const records: ImportRecord[] = [];
  const options = { format: null, now: new Date(0), language: null };
  for await (const record of readSource({ name, bytes: new Uint8Array(Buffer.from(text)) }, options))
    records.push(record);
  return records;
}

const note = {
  id: '6f1c9d1e-0000-4000-8000-000000000001',
  articleId: 'a',
  selector: { exact: 'Gipfel', prefix: 'der ', suffix: ' in', start: 4, end: 10 },
  creator: 'Anna Beispiel',
  own: true,
  color: 'moss' as const,
  body: 'Stimmt das?',
  tags: ['prüfen'],
  created: '2026-11-22T20:00:00Z',
  modified: null,
  revision: '',
};
const target = {
  source: 'https://a.example/b',
  articleId: 'a',
  textHash: 'ab',
  title: 'T',
  text: 'der Gipfel in Budapest',
};

describe('annotations', () => {
  const annotation = noteToAnnotation(note, target, 'w3c');

  it.each([
    ['one', annotation],
    ['a list', [annotation]],
    ['a page', { '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'AnnotationPage', items: [annotation] }],
  ])('are read from a file of %s', async (_, json) => {
    const [record] = await read('notizen.jsonld', JSON.stringify(json));
    expect(record).toMatchObject({
      kind: 'note',
      note: { id: note.id, creator: note.creator, body: note.body, tags: note.tags, color: 'moss' },
      target: { addresses: ['https://a.example/b'], articleId: 'a' },
    });
  });

  it('that are broken fail one by one, with their number', async () => {
    const records = await read('notizen.json', JSON.stringify([annotation, { type: 'Annotation' }, annotation]));
    expect(records.map(({ kind, source }) => [kind, source])).toEqual([
      ['note', 'notizen.json#1'],
      ['failed', 'notizen.json#2'],
      ['note', 'notizen.json#3'],
    ]);
  });

  const examples = '../shared/cases/w3c-annotation-examples/correct';
  it.skipIf(!existsSync(examples))('of the W3C examples are all read', async () => {
    for (const name of readdirSync(examples).filter((one) => one.endsWith('.json'))) {
      const records = await read(name, readFileSync(join(examples, name), 'utf8'));
      expect(records.length, name).toBeGreaterThan(0);
      for (const record of records)
        expect(record.kind, `${name} ${record.kind === 'failed' ? record.error.message : ''}`).toBe('note');
    }
  });
});
