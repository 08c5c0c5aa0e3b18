import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Archive, openArchive } from '../archive.ts';
import { optionsBelow } from './testing/options-below.ts';

const SEED = join(import.meta.dirname, '../../resources/seed/000_983a0c29aa7f4384.txt');
/** Somebody else's annotation, with fields that are no part of a note. */
const FOREIGN = {
  '@context': 'http://www.w3.org/ns/anno.jsonld',
  id: 'urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100',
  type: 'Annotation',
  creator: { id: 'https://leser.example/mira', type: 'Person', name: 'Mira', nickname: 'mh' },
  created: '2026-01-02T03:04:05Z',
  generator: { id: 'https://werkzeug.example/', type: 'Software' },
  rights: 'https://creativecommons.org/licenses/by/4.0/',
  body: { type: 'TextualBody', value: 'Woher?', format: 'text/plain', language: 'de', purpose: 'commenting' },
  target: [
    {
      type: 'SpecificResource',
      source: 'https://nicht.example/da',
      scope: 'https://nicht.example/rahmen',
      selector: [
        { type: 'TextQuoteSelector', exact: 'Tomahawk', prefix: '', suffix: '' },
        { type: 'XPathSelector', value: '/html/body/p[2]' },
      ],
    },
    'https://anderswo.example/',
  ] as const,
};

let home: string;
const opened: Archive[] = [];

const open = async (folder: string): Promise<Archive> => {
  const archive = await openArchive(join(home, folder), optionsBelow(home));
  opened.push(archive);
  await archive.inStep();
  return archive;
};
const bring = (archive: Archive, path: string) =>
  archive.importSources({ job: path, sources: [{ kind: 'path', path }], format: null, tags: [], dryRun: false });

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-foreign-'));
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

it.each(['before', 'after'])(
  'keeps foreign fields from import to export, with the note %s its article',
  async (when) => {
    const archive = await open('archive');
    const [path, out] = [join(home, 'foreign.jsonld'), join(home, 'out.jsonld')];
    const text = (await readFile(SEED, 'utf8')).includes('Tomahawk');
    expect(text).toBe(true);
    const other = await open('other');
    const seed = (await bring(other, SEED)).imported[0]?.id ?? '';
    const target = [{ ...FOREIGN.target[0], 'nachlese:articleId': seed }, FOREIGN.target[1]];
    await writeFile(path, JSON.stringify({ ...FOREIGN, target }));
    if (when === 'after') await bring(archive, SEED);
    const { notes } = await bring(archive, path);
    if (when === 'before') {
      expect(notes).toEqual({ placed: 0, waiting: 1 });
      await bring(archive, SEED);
    }
    const [note] = await archive.listNotes({ query: '', articleId: null });
    expect(note).toMatchObject({ body: 'Woher?', creator: 'Mira', selector: { exact: 'Tomahawk' } });

    await archive.writeExport(
      { what: 'notes', format: 'jsonld', query: '', articleIds: null, noteIds: null, shape: 'one' },
      out,
      false,
    );
    const { first } = JSON.parse(await readFile(out, 'utf8')) as { first: { items: Record<string, unknown>[] } };
    const [item] = first.items;
    expect(item).toMatchObject({ generator: FOREIGN.generator, rights: FOREIGN.rights, creator: FOREIGN.creator });
    expect(item?.['target']).toMatchObject([{ scope: 'https://nicht.example/rahmen' }, 'https://anderswo.example/']);
    expect(JSON.stringify(item)).toContain('/html/body/p[2]');
    expect(JSON.stringify(item?.['body'])).toContain('"language":"de"');
  },
);
