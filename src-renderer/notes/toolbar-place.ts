/** A box on the screen; px. */
export type Box = { top: number; bottom: number; left: number; right: number };

/**
 * Where a toolbar for a selection stands, as its upper left corner: above the first line, else below the last, else
 * beside whatever of the selection fills the view, at its lower edge. It never lies on selected words as long as there
 * is room without.
 * @param lines boxes of the selected lines, in order; at least one
 * @param view the part of the screen in which text can be seen
 */
export function placeToolbar(
  lines: readonly Box[],
  view: Box,
  size: { width: number; height: number },
  gap: number,
): { top: number; left: number } | null {
  const [first] = lines;
  const last = lines[lines.length - 1];
  if (!first || !last || last.bottom < view.top || first.top > view.bottom) return null;
  const above = first.top - gap - size.height;
  const below = last.bottom + gap;
  const fits = (top: number): boolean => top >= view.top && top + size.height <= view.bottom;
  const line = fits(above) || !fits(below) ? first : last;
  const top = fits(above) ? above : fits(below) ? below : view.bottom - size.height - gap;
  const middle = (line.left + line.right - size.width) / 2;
  return { top, left: Math.max(view.left + gap, Math.min(middle, view.right - size.width - gap)) };
}
