import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Pixels, as Electron measures a window or a display. */
export type Rectangle = { x: number; y: number; width: number; height: number };

/** Where the window stood; `bounds` null: let the system place it. */
export type WindowPlace = { bounds: Rectangle | null; maximized: boolean };

const UNKNOWN: WindowPlace = { bounds: null, maximized: false };
const LEAST_VISIBLE = 100;

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return (
    [x, y, width, height].every((number) => Number.isSafeInteger(number)) && Number(width) > 0 && Number(height) > 0
  );
}

/** True where enough of the window lies on some display for a hand to grasp it: displays come and go. */
function isReachable(bounds: Rectangle, displays: readonly Rectangle[]): boolean {
  return displays.some((display) => {
    const right = Math.min(bounds.x + bounds.width, display.x + display.width);
    const bottom = Math.min(bounds.y + bounds.height, display.y + display.height);
    const width = right - Math.max(bounds.x, display.x);
    const height = bottom - Math.max(bounds.y, display.y);
    return width >= LEAST_VISIBLE && height >= LEAST_VISIBLE;
  });
}

/** Reads where the window stood. A file that is missing, damaged or speaks of a vanished display gives no bounds. */
export function readWindowPlace(file: string, displays: readonly Rectangle[]): WindowPlace {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return UNKNOWN;
  }
  if (typeof value !== 'object' || value === null) return UNKNOWN;
  const { bounds, maximized } = value as Record<string, unknown>;
  return {
    bounds: isRectangle(bounds) && isReachable(bounds, displays) ? bounds : null,
    maximized: maximized === true,
  };
}

/**
 * Keeps where the window stands; a failure is no reason to disturb anyone. Not by the durable writer: the window is
 * closing, nothing waits for a promise any more, and a lost place costs nothing.
 */
export function writeWindowPlace(file: string, place: WindowPlace): void {
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify(place));
    renameSync(`${file}.tmp`, file);
  } catch {
    // The window opens where the system puts it next time.
  }
}
