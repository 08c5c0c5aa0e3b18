import { ArchiveError } from '../errors.ts';
import { annotationFormat } from './annotation-format.ts';
import { htmlFormat } from './html-format.ts';
import type { ImportFormat, ImportRecord, PageReader, ReadOptions, SourceInput } from './import-record.ts';
import { markdownFormat } from './markdown-format.ts';
import { plainTextFormat } from './plain-text-format.ts';
import { MAX_SOURCE_BYTES } from './source-text.ts';

/** Every format that can be imported, those with the plainest signs first; plain text takes what is left. */
export const importFormats: readonly ImportFormat[] = [annotationFormat, htmlFormat, markdownFormat, plainTextFormat];

const LOOKED_AT = 4096;

/** Formats that need a reader of their own and have none yet, by their first bytes. */
const KNOWN_BINARIES: readonly { magic: string; reason: string }[] = [
  { magic: '%PDF-', reason: 'PDF' },
  { magic: 'PK\x03\x04', reason: 'ZIP' },
  { magic: '\x1f\x8b', reason: 'gzip' },
  { magic: '\xd0\xcf\x11\xe0', reason: 'Microsoft Office' },
  { magic: '\x89PNG', reason: 'PNG' },
  { magic: '\xff\xd8\xff', reason: 'JPEG' },
  { magic: '{\\rtf', reason: 'RTF' },
];

/**
 * Reads one source and yields its records. A source that cannot be read as a whole yields one record of kind "failed"
 * with `empty-input`, `binary-input`, `wrong-encoding`, `too-large`, `too-deep`, `too-slow`, `no-text`,
 * `malformed-input` or `unsupported-format`; nothing is thrown but what is a fault of the program.
 */
export type ReadSource = (input: SourceInput, options: ReadOptions) => AsyncIterable<ImportRecord>;

/** A {@link ReadSource} whose pages are read by `pages`: in a worker where the host has one. */
export function makeReadSource(pages: PageReader): ReadSource {
  return async function* (input, options) {
    try {
      yield* chooseFormat(input, options).read(input, options, pages);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      const named = new ArchiveError(error.code, { ...error.values, source: input.name }, { cause: error });
      yield { kind: 'failed', source: input.name, error: named };
    }
  };
}

/**
 * Reads a source with its pages parsed in this thread: for tests and hosts without a worker. The parsers are loaded when
 * the first page comes, as they are most of the program (0.15 s).
 */
export const readSource: ReadSource = makeReadSource(async (request) =>
  (await import('./read-page.ts')).readPage(request),
);

/** The format that was asked for, else the one the name says, else the one the beginning shows. */
function chooseFormat(input: SourceInput, options: ReadOptions): ImportFormat {
  if (options.format !== null) {
    const named = importFormats.find((format) => format.name === options.format);
    if (!named) throw new ArchiveError('unsupported-format', { format: options.format });
    return named;
  }
  if (input.bytes.length > MAX_SOURCE_BYTES) {
    throw new ArchiveError('too-large', { reason: 'limit-bytes', size: input.bytes.length, limit: MAX_SOURCE_BYTES });
  }
  const beginning = Buffer.from(input.bytes.buffer, input.bytes.byteOffset, Math.min(input.bytes.length, LOOKED_AT));
  const latin = beginning.toString('latin1');
  const binary = KNOWN_BINARIES.find(({ magic }) => latin.startsWith(magic));
  if (binary) throw new ArchiveError('unsupported-format', { source: input.name, reason: binary.reason });
  const extension = /\.([A-Za-z0-9]+)$/.exec(input.name)?.[1]?.toLowerCase();
  const byName = importFormats.find((format) => extension !== undefined && format.extensions.includes(extension));
  const shown = decodeBeginning(beginning);
  return byName ?? importFormats.find((format) => format.recognises(shown)) ?? plainTextFormat;
}

function decodeBeginning(bytes: Buffer): string {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(wide).decode(bytes);
}
