import { expect, test } from './fixtures.ts';

const FOUND = [
  'Marschflugkörper Reichweite',
  'tomahawk lieferung',
  'waffenruhe',
  'Selenskyj alaska',
  '"völlig neuen Eskalation"',
  'marschflugkoerper',
  'Lieferungen',
  'Eskalat',
  'Selenskij~',
];
const NOT_FOUND = ['"neuen völlig Eskalation"', 'Tomahawk -Alaska'];

test('finds the first article by all the ways people write, and not by others', async ({ app }) => {
  const found = app.page.getByText(app.say('search.found_one', { count: 1 }), { exact: false });
  for (const query of FOUND) {
    await app.searchBox.fill(query);
    await expect(found, query).toBeVisible();
    await expect(app.rows.filter({ hasText: /Putin in Budapest/ }), query).toBeVisible();
  }
  for (const query of NOT_FOUND) {
    await app.searchBox.fill(query);
    await expect(app.page.getByText(app.say('search.noHitsTitle')), query).toBeVisible();
  }
});

test('marks in the excerpt exactly the words that were sought', async ({ app }) => {
  await app.searchBox.fill('Marschflugkörper Reichweite');
  const hit = app.rows.filter({ hasText: /Putin in Budapest/ });
  await expect(hit.locator('mark')).toHaveText(['Marschflugkörper', 'Reichweite']);
});

test('opens a hit by Enter, shows its places, and goes from one to the next', async ({ app }) => {
  await app.closeGreeting();
  await app.search('marschflugkörper');
  await expect(app.articleTitled(/Putin in Budapest/)).toBeVisible();
  const places = app.page.getByRole('group', { name: app.say('reading.hits') });
  // It opens where the best excerpt is, which need not be the first place.
  await expect(places.getByRole('status')).toHaveText(/^[123] \S+ 3$/);
  const here = Number((await places.getByRole('status').innerText()).charAt(0));
  await app.page.keyboard.press('n');
  await expect(places.getByRole('status')).toHaveText(new RegExp(`^${(here % 3) + 1} `));
  await app.page.keyboard.press('N');
  await expect(places.getByRole('status')).toHaveText(new RegExp(`^${here} `));
});

test('shows the article with its captions, headings and videos', async ({ app }) => {
  const text = app.page.getByRole('region', { name: app.say('reading.text') });
  await expect(text.getByRole('heading', { level: 2 }).filter({ hasText: /Tomahawk|Alaska/ })).toHaveCount(2);
  await expect(text.getByRole('figure')).toHaveCount(4);
  await expect(text.getByText('Quelle: AP')).toBeVisible();
  await expect(text.getByText(/0:21 min/)).toBeVisible();
});
