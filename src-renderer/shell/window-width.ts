/** px; below, one part at a time. */
export const NARROW_BELOW = 900;

/** A window that has had no frame yet says 0; it opens wide, and what observes it hears its true width at once. */
const WIDTH_UNKNOWN = 1280;

/** Width of the window, px, also where it has not been drawn yet. */
export function windowWidth(): number {
  return window.innerWidth === 0 ? WIDTH_UNKNOWN : window.innerWidth;
}
