import { expect, test } from 'vitest';
import css from './tokens.css?raw';

const themes = ['light', 'dark', 'sepia', 'contrast', 'contrast-dark'] as const;
const highlights = ['wheat', 'moss', 'sky', 'rose', 'lilac'] as const;

/** Declarations of all `:root` rules that hold for a theme, later ones winning; media queries left out. */
function tokensOf(theme: string): Map<string, string> {
  const tokens = new Map<string, string>();
  const plain = css.replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  for (const [, selector = '', body = ''] of plain.matchAll(/(:root[^{]*)\{([^}]*)\}/g)) {
    const only = /data-theme='([^']+)'/.exec(selector)?.[1];
    if (only !== undefined && only !== theme) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) tokens.set(name, value.trim());
  }
  return tokens;
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(tokens: Map<string, string>, front: string, back: string): number {
  const [one, other] = [front, back].map((name) => {
    const value = tokens.get(name);
    if (!value?.startsWith('#')) throw new Error(`--${name} is no colour: ${String(value)}`);
    return luminance(value);
  });
  const [lighter, darker] = [Math.max(one ?? 0, other ?? 0), Math.min(one ?? 0, other ?? 0)];
  return (lighter + 0.05) / (darker + 0.05);
}

test.each(themes)('text can be read on every ground of the theme %s', (theme) => {
  const tokens = tokensOf(theme);
  for (const ground of ['ground', 'surface', 'raised', 'sunken', 'hover', 'pressed', 'accent-wash']) {
    for (const ink of ['ink', 'ink-second', 'accent', 'error']) {
      expect(contrast(tokens, ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast(tokens, 'on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
  expect(contrast(tokens, 'on-accent', 'accent-strong')).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)('edges of controls can be seen in the theme %s', (theme) => {
  const tokens = tokensOf(theme);
  for (const ground of ['ground', 'surface', 'raised']) {
    expect(contrast(tokens, 'edge', ground), ground).toBeGreaterThanOrEqual(3);
  }
});

test.each(themes)('ink on a highlight has 8.5 to 1, and its underline 3 to 1, in the theme %s', (theme) => {
  const tokens = tokensOf(theme);
  for (const highlight of highlights) {
    expect(contrast(tokens, 'ink', highlight), highlight).toBeGreaterThanOrEqual(8.5);
    expect(contrast(tokens, `${highlight}-line`, highlight), `line of ${highlight}`).toBeGreaterThanOrEqual(3);
  }
});
