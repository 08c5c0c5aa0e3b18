import { annotationsIn, annotationToNote } from '../article/annotation.ts';
import { ArchiveError } from '../errors.ts';
import type { ImportFormat, ImportRecord } from './import-record.ts';
import { decodeSource } from './source-text.ts';

/** W3C Web Annotations in JSON-LD: one, a list, a page or a collection; each becomes a note for the article it names. */
export const annotationFormat: ImportFormat = {
  name: 'annotations',
  extensions: ['jsonld', 'json'],
  label: { de: 'Notizen (W3C Web Annotation)', en: 'Notes (W3C Web Annotation)' },
  recognises: (beginning) => /^\s*[[{]/.test(beginning) && /"(?:@context|type|items)"\s*:/.test(beginning),
  async *read(input) {
    const json = parseJson(decodeSource(input.bytes, input.name), input.name);
    const annotations = annotationsIn(json);
    if (annotations.length === 0) throw new ArchiveError('empty-input', { source: input.name });
    for (const [place, one] of annotations.entries()) {
      const source = annotations.length === 1 ? input.name : `${input.name}#${place + 1}`;
      yield await Promise.resolve(readOne(one, source));
    }
  },
};

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A stack overflow of the parser is the source's depth, not ours.
    if (cause instanceof RangeError) throw new ArchiveError('too-deep', { source }, { cause });
    throw new ArchiveError('malformed-input', { source, reason: 'JSON' }, { cause });
  }
}

function readOne({ annotation, embedded }: { annotation: unknown; embedded: boolean }, source: string): ImportRecord {
  try {
    const { note, target, rest } = annotationToNote(annotation, { embedded });
    return { kind: 'note', source, note: { ...note, rest }, target };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return {
      kind: 'failed',
      source,
      error: new ArchiveError(error.code, { ...error.values, source }, { cause: error }),
    };
  }
}
