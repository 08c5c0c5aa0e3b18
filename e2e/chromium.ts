/** Debian's Chromium; CHROMIUM_PATH='' takes Playwright's own. */
const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Launch options that keep Chromium off the network, shared by Playwright and Vitest. */
export const CHROMIUM = {
  ...(path ? { executablePath: path } : {}),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
