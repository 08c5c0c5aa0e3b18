import { AxeBuilder } from '@axe-core/playwright';
import type { App } from './app.ts';
import { atRest } from './at-rest.ts';
import { expect, test } from './fixtures.ts';

/** Every view of the window, and how its user comes there. */
const VIEWS: [name: string, go: (app: App) => Promise<void>][] = [
  ['library', (app) => app.goTo('library')],
  [
    'hits',
    async (app) => {
      await app.search('marschflugkörper');
      await app.page.getByRole('group', { name: app.say('reading.hits') }).waitFor();
    },
  ],
  [
    'no hits',
    async (app) => {
      await app.searchBox.fill('gibtesnicht');
      await app.page.getByText(app.say('search.noHitsTitle')).waitFor();
      await app.searchBox.fill('');
    },
  ],
  ['note', (app) => app.writeNote('reichweite', 'Nachprüfen.')],
  ['notebook', (app) => app.goTo('notebook')],
  ['collections', (app) => app.goTo('collections')],
  ['import', (app) => app.goTo('import')],
  [
    'import report',
    async (app) => {
      await app.importText('mond.md', '# Der Mond über Soest\n\nEin Text über den Mond.\n');
    },
  ],
  ['trash', (app) => app.goTo('trash')],
  ['settings', (app) => app.goTo('settings')],
  [
    'shortcuts',
    async (app) => {
      await app.goTo('library');
      await app.page.keyboard.press('Escape');
      await app.page.getByRole('region', { name: app.say('reading.text') }).focus();
      await app.page.keyboard.press('?');
      await app.page.getByRole('dialog', { name: app.say('shortcuts.title') }).waitFor();
    },
  ],
  [
    'export',
    async (app) => {
      await app.page.keyboard.press('Escape');
      await app.page.keyboard.press('Control+e');
      await app.page.getByRole('dialog', { name: app.say('exporting.title') }).waitFor();
    },
  ],
  [
    'paste form',
    async (app) => {
      await app.page.keyboard.press('Escape');
      await app.goTo('import');
      await app.button('importing.paste').click();
      await app.page.getByRole('dialog', { name: app.say('importing.pasteTitle') }).waitFor();
    },
  ],
];

for (const language of ['de', 'en'] as const) {
  test(`axe finds nothing in any view, light and dark (${language})`, async ({ makeApp }) => {
    test.setTimeout(180_000);
    const app = await makeApp({ language }).start();
    const found: string[] = [];
    const check = async (view: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await atRest(app);
        // Legacy mode: the default opens a second page, which Electron cannot do.
        const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
        for (const { id, nodes } of violations) {
          found.push(
            ...nodes.map(
              ({ target, any }) => `${view}, ${colorScheme}: ${id} at ${target.join(' ')}: ${any[0]?.message ?? ''}`,
            ),
          );
        }
      }
    };
    await app.articleTitled(/Putin in Budapest/).waitFor();
    await check('first start');
    await app.closeGreeting();
    for (const [view, go] of VIEWS) {
      await go(app);
      await check(view);
    }
    expect(found).toEqual([]);
  });
}
