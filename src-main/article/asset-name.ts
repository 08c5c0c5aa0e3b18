import { createHash } from 'node:crypto';

const EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
  'image/bmp': 'bmp',
  'image/x-icon': 'ico',
  'image/tiff': 'tif',
  'application/pdf': 'pdf',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
};

/** The name an asset is stored under: 16 hex digits of its SHA-256 and an extension that fits what its bytes are. */
export function assetName(bytes: Uint8Array, mediaType: string): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const declared = mediaType.split(';')[0]!.trim().toLowerCase();
  return `${hash}.${EXTENSIONS[sniffMediaType(bytes) ?? declared] ?? 'bin'}`;
}

/** The media type by the first bytes (WHATWG MIME Sniffing, with AVIF and TIFF), or null where they tell nothing. */
export function sniffMediaType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/.test(head)) return 'image/webp';
  if (/^[^]{4}ftypavi[fs]/.test(head)) return 'image/avif';
  if (/^[^]{4}ftyp/.test(head)) return 'video/mp4';
  if (head.startsWith('BM')) return 'image/bmp';
  if (head.startsWith('\x00\x00\x01\x00')) return 'image/x-icon';
  if (head.startsWith('II*\x00') || head.startsWith('MM\x00*')) return 'image/tiff';
  if (head.startsWith('%PDF-')) return 'application/pdf';
  if (head.startsWith('\x1aE\xdf\xa3')) return 'video/webm';
  if (head.startsWith('ID3') || /^\xff[\xfb\xf3\xf2]/.test(head)) return 'audio/mpeg';
  if (head.startsWith('OggS')) return 'audio/ogg';
  if (
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/i.test(
      head,
    )
  )
    return 'image/svg+xml';
  return null;
}
