import { assetName, sniffMediaType } from '../article/asset-name.ts';
import type { DraftAsset } from '../article/draft.ts';

/** Bytes of pictures one page may bring along inside it. */
const MOST_ASSET_BYTES = 48 * 1024 * 1024;
/** Smaller pictures are spacers and counters. */
const SPACER_BYTES = 160;

/** Collects the pictures a page holds in itself (`data:` addresses); pictures elsewhere are never fetched. */
export class PageAssets {
  readonly #assets = new Map<string, DraftAsset>();
  #bytes = 0;

  /** The name of the picture's asset, or null where the address holds no picture. */
  take(address: string): string | null {
    const match = /^data:(image\/[\w.+-]+)((?:;[\w=-]+)*),/i.exec(address.slice(0, 200));
    if (!match || this.#bytes > MOST_ASSET_BYTES) return null;
    const bytes = decodeData(address.slice(match[0].length), /;base64/i.test(match[2] ?? ''));
    if (bytes === null || bytes.length < SPACER_BYTES) return null;
    const mediaType = sniffMediaType(bytes);
    if (!mediaType?.startsWith('image/')) return null;
    const name = assetName(bytes, mediaType);
    if (!this.#assets.has(name)) {
      this.#assets.set(name, { name, mediaType, bytes });
      this.#bytes += bytes.length;
    }
    return name;
  }

  all(): DraftAsset[] {
    return [...this.#assets.values()];
  }
}

function decodeData(data: string, base64: boolean): Uint8Array | null {
  if (base64) return new Uint8Array(Buffer.from(data, 'base64'));
  try {
    return new Uint8Array(Buffer.from(decodeURIComponent(data), 'utf8'));
  } catch {
    return null;
  }
}
