/* global document -- what runs in the page */
import { dirname } from 'node:path';
import { _electron } from '@playwright/test';
import { homeEnvironment } from '../../scripts/home-environment.mjs';

/** The middle value; of an even number of values the mean of the middle two. */
export function median(values) {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Starts the app once and answers how many ms it took until its window was there, and until it was usable: the list
 * shows articles and the search box has the focus. `installed`: program of a package, null for the build in `root`.
 */
export async function usableWindow({ electron, installed, root, display, home }) {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // Without an executablePath Playwright holds the app back until it listens; else one start in fifty is missed.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(electron);
  const started = performance.now();
  const app = await _electron.launch({
    ...(installed ? { executablePath: installed } : {}),
    args: [...sandbox, ...(installed ? [] : [root])],
    env: { ...homeEnvironment(home), DISPLAY: display, LANGUAGE: 'de', LANG: 'de_DE.UTF-8' },
    timeout: 60_000,
  });
  try {
    const page = await app.firstWindow();
    const window = performance.now() - started;
    await page.waitForFunction(
      () =>
        document.querySelector('[role=listbox] [role=option]') !== null &&
        document.activeElement?.getAttribute('role') === 'combobox',
      undefined,
      { polling: 20, timeout: 60_000 },
    );
    return { window, usable: performance.now() - started };
  } finally {
    await app.close();
  }
}
