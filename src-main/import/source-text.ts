import { ArchiveError } from '../errors.ts';

/** Larger sources are refused; one article has some hundred kilobytes. */
export const MAX_SOURCE_BYTES = 64 * 1024 * 1024;

/**
 * The text of a source: UTF-8, UTF-16 with byte order mark, the charset the source declares, else windows-1252 where its
 * bytes look like it. Throws `empty-input`, `binary-input` (there is a NUL), `too-large` or `wrong-encoding`, each with
 * `source`. `declared`: a label as HTML knows them, or null.
 */
export function decodeSource(bytes: Uint8Array, source: string, declared: string | null = null): string {
  if (bytes.length === 0) throw new ArchiveError('empty-input', { source });
  if (bytes.length > MAX_SOURCE_BYTES) {
    throw new ArchiveError('too-large', { source, reason: 'limit-bytes', size: bytes.length, limit: MAX_SOURCE_BYTES });
  }
  const text = decode(bytes, source, declared);
  if (text.trim() === '') throw new ArchiveError('empty-input', { source });
  return text;
}

function decode(bytes: Uint8Array, source: string, declared: string | null): string {
  const marked = byteOrderMark(bytes);
  if (marked !== null) {
    const text = decodeAs(marked, bytes);
    if (text === null) throw new ArchiveError('wrong-encoding', { source, reason: marked });
    if (text.includes('\0')) throw new ArchiveError('binary-input', { source });
    return text;
  }
  if (bytes.includes(0)) throw new ArchiveError('binary-input', { source });
  // Many pages declare Latin-1 and are UTF-8; text that is valid UTF-8 and not ASCII is hardly ever anything else.
  const unicode = decodeAs('utf-8', bytes);
  if (unicode !== null) return refuseControls(unicode, source);
  const named = declared === null || /^(?:utf-?8|unicode)/i.test(declared) ? null : decodeAs(declared, bytes);
  if (named !== null) return refuseControls(named, source);
  const western = asWindows1252(new TextDecoder('windows-1252').decode(bytes));
  if (!looksWestern(western)) throw new ArchiveError('wrong-encoding', { source });
  return western;
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252' ? asWindows1252(text) : text;
  } catch {
    return null;
  }
}

/** Characters by which a source is judged. */
const LOOKED_AT = 1_000_000;

const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Some releases of Node decode windows-1252 as Latin-1; this gives what the Encoding standard says on all. */
function asWindows1252(text: string): string {
  return text.replace(/[\u0080-\u009F]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
}

const CONTROLS = /[\u0001-\u0008\u000E-\u001A\u001C-\u001F]/g;

/** A file of control characters is no text, even where every byte is valid. */
function refuseControls(text: string, source: string): string {
  const sample = text.slice(0, LOOKED_AT);
  const controls = sample.match(CONTROLS)?.length ?? 0;
  if (controls > 8 && controls > sample.length / 100) throw new ArchiveError('binary-input', { source });
  return text;
}

/** Letters and marks beyond ASCII that texts in windows-1252 are made of. */
const WESTERN =
  /[äöüÄÖÜßàâáãåæçéèêëíìîïñóòôõøúùûýÿœšžÁÀÂÅÆÇÉÈÊËÍÎÏÑÓÔÖØÚÛŒŠŽ„“”‚‘’«»‹›–—…€§°´·•©®™\u00A0\u00AD½¼¾²³¡¿]/g;

/** Two such characters in a row are what broken UTF-8 looks like. */
const BROKEN_UTF8 = /[ÃÂâ][\u0080-\u00BF‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]/;

function looksWestern(whole: string): boolean {
  if (BROKEN_UTF8.test(whole)) return false;
  const text = whole.slice(0, LOOKED_AT);
  const beyond = text.match(/[^\u0000-\u007F]/g)?.length ?? 0;
  const western = text.match(WESTERN)?.length ?? 0;
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  const controls = text.match(CONTROLS)?.length ?? 0;
  return controls === 0 && western >= beyond * 0.9 && beyond <= letters / 3 + 2;
}
