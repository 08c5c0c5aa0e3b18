import { imageSize as readSize } from 'image-size';

/** Width and height of a picture in pixels, from its first bytes; nulls where they tell nothing. */
export function imageSize(bytes: Uint8Array): { width: number | null; height: number | null } {
  try {
    const { width, height, orientation = 1 } = readSize(bytes);
    // Turned by 90°: a browser shows it the other way up (EXIF).
    const [shownWidth, shownHeight] = orientation > 4 ? [height, width] : [width, height];
    return { width: pixels(shownWidth), height: pixels(shownHeight) };
  } catch {
    return { width: null, height: null };
  }
}

const pixels = (count: number): number | null => (Number.isFinite(count) && count > 0 ? Math.round(count) : null);
