import { expect, test } from './fixtures.ts';

test('a nachlese: link opens its article at the note', async ({ app, runtime }) => {
  test.skip(runtime === 'browser', 'links of the desktop go to the desktop app');
  await app.closeGreeting();
  await app.writeNote('marschflugkörper', 'Hierher führt der Verweis.');
  const notes = (await app.ask('listNotes', [{ query: '', articleId: null }])) as { id: string; articleId: string }[];
  const [note] = notes;
  await app.importText('mond.txt', 'Der Mond über Soest\n\nEin anderer Artikel, der jetzt zu sehen ist.\n');
  await app.search('Soest');
  await expect(app.articleTitled(/Der Mond über Soest/)).toBeVisible();

  expect(await app.startWith([`nachlese://article/${note?.articleId ?? ''}#note=${note?.id ?? ''}`])).toBe(0);
  await expect(app.articleTitled(/Putin in Budapest/)).toBeVisible();
  await expect(app.noteCard('Hierher führt der Verweis.')).toBeInViewport();
});
