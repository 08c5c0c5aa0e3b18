import { once } from 'node:events';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

/** The two ways out: Ctrl+Q, as the menu does it, and the cross of the window. */
const WAYS = ['quit', 'close'] as const;

async function leave(app: App, way: (typeof WAYS)[number]): Promise<void> {
  const ended = once(app.electron.process(), 'exit');
  // It may be gone before it answers.
  await app.electron
    .evaluate(({ app: program, BrowserWindow }, by) => {
      if (by === 'quit') program.quit();
      else for (const window of BrowserWindow.getAllWindows()) window.close();
    }, way)
    .catch(() => undefined);
  await ended;
}

for (const way of WAYS)
  test(`a note that is still being typed is kept: ${way}`, async ({ makeApp, runtime }) => {
    test.skip(runtime === 'browser', 'a browser door has no window of its own');
    const app = await makeApp().start();
    await app.closeGreeting();
    await app.selectAtHit('reichweite', 4);
    await app.page.keyboard.press('a');
    // All at once, and nothing awaited after it: the editor would save by itself a moment later.
    await app.page.keyboard.insertText('Der letzte Satz vor dem Feierabend');
    await leave(app, way);
    await app.restart();
    await app.goTo('notebook');
    await expect(app.page.getByText('Der letzte Satz vor dem Feierabend').first()).toBeVisible();

    // A note that is there is changed: nothing but its id says where it lies.
    await app.goTo('library');
    await app.noteCard('Feierabend').focus();
    await app.page.keyboard.press('Enter');
    await app.page.keyboard.insertText(', und noch einer');
    await leave(app, way);
    await app.restart();
    await app.goTo('notebook');
    await expect(app.page.getByText('Feierabend, und noch einer').first()).toBeVisible();
  });
