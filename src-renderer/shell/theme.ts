import type { Settings, Theme } from '#contract';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const moreContrast = window.matchMedia('(prefers-contrast: more)');

/** The choice of last time, so that the first paint, before the settings are there, has its colours already. */
const REMEMBERED = 'nachlese-theme';
let chosen = (window.localStorage.getItem(REMEMBERED) ?? 'system') as Theme;

function resolve(theme: Theme): string {
  if (theme === 'contrast' || (theme === 'system' && moreContrast.matches)) {
    return dark.matches ? 'contrast-dark' : 'contrast';
  }
  if (theme === 'system') return dark.matches ? 'dark' : 'light';
  return theme;
}

function draw(): void {
  document.documentElement.dataset['theme'] = resolve(chosen);
}

dark.addEventListener('change', draw);
moreContrast.addEventListener('change', draw);
draw();

/** Paints the window; "system" goes on following the system. */
export function applyTheme(theme: Theme): void {
  chosen = theme;
  window.localStorage.setItem(REMEMBERED, theme);
  draw();
}

/** Size (px), measure (characters) and face of the article, as custom properties that the reader's styles use. */
export function applyReading(reading: Settings['reading']): void {
  const style = document.documentElement.style;
  style.setProperty('--reading-size', `${String(reading.size)}px`);
  style.setProperty('--reading-measure', `${String(reading.measure)}ch`);
  style.setProperty('--reading-font', reading.font === 'sans' ? 'var(--font-ui)' : 'var(--font-text)');
}
