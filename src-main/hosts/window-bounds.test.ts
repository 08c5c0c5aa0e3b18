import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWindowPlace, writeWindowPlace } from './window-bounds.ts';

const DISPLAY = { x: 0, y: 0, width: 1920, height: 1080 };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-bounds-'));
  file = join(folder, 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

describe('the place of the window', () => {
  it('is remembered', () => {
    const place = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true };
    writeWindowPlace(file, place);
    expect(readWindowPlace(file, [DISPLAY])).toEqual(place);
  });

  it('is forgotten where its display is gone', () => {
    writeWindowPlace(file, { bounds: { x: 2500, y: 50, width: 1200, height: 800 }, maximized: false });
    expect(readWindowPlace(file, [DISPLAY]).bounds).toBeNull();
    expect(readWindowPlace(file, [DISPLAY, { ...DISPLAY, x: 1920 }]).bounds).not.toBeNull();
  });

  it.each(['', '{', 'null', '[]', '{"bounds":{"x":"1"}}', '{"bounds":{"x":0,"y":0,"width":-5,"height":9}}'])(
    'is left to the system where its file says %j',
    (text) => {
      writeFileSync(file, text);
      expect(readWindowPlace(file, [DISPLAY])).toEqual({ bounds: null, maximized: false });
    },
  );

  it('is left to the system where there is no file, or none can be written', () => {
    writeWindowPlace(join(folder, 'missing/window.json'), { bounds: null, maximized: true });
    expect(readWindowPlace(file, [DISPLAY])).toEqual({ bounds: null, maximized: false });
  });
});
