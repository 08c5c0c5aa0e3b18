import { test as base, expect } from '@playwright/test';
import type { TestInfo } from '@playwright/test';
import { App } from './app.ts';
import type { AppSettings, Runtime } from './app.ts';
import type { Language } from './words.ts';

export type AppOptions = {
  runtime: Runtime;
  language: Language;
};

type Fixtures = {
  /** Makes an app on an empty home, not yet started; it is closed and removed after the test. */
  makeApp: (settings?: Partial<AppSettings>) => App;
  /** A started app on an empty home. */
  app: App;
};

const withoutElectron = process.env['NACHLESE_NO_ELECTRON'];

export const test = base.extend<Fixtures & AppOptions>({
  runtime: ['electron', { option: true }],
  language: ['de', { option: true }],

  makeApp: async ({ runtime, language, launchOptions }, use, info) => {
    info.skip(runtime === 'electron' && withoutElectron !== undefined, withoutElectron ?? '');
    const apps: App[] = [];
    await use((settings = {}) => {
      const app = new App({ runtime, language, launchOptions, ...settings });
      apps.push(app);
      return app;
    });
    for (const app of apps) {
      if (info.status !== info.expectedStatus) await attachState(app, info);
      await app.dispose();
    }
  },

  app: async ({ makeApp }, use) => {
    const app = await makeApp().start();
    await use(app);
    // A refused style or script, an exception: nothing of the kind may happen in any journey.
    expect(app.complaints).toEqual([]);
  },
});

/** What one wants to see when a journey failed: the window, and what the program said. */
async function attachState(app: App, info: TestInfo): Promise<void> {
  if (app.standardError) await info.attach('standard-error.txt', { body: app.standardError });
  if (!app.running) return;
  const shot = await app.page.screenshot({ path: info.outputPath('window.png'), timeout: 5000 }).catch(() => null);
  if (shot) await info.attach('window.png', { body: shot, contentType: 'image/png' });
}

export { expect };
