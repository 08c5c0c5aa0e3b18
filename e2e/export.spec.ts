import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
/** A day in any of the forms a date is written in; around midnight it is another elsewhere. */
const namesOfDay = (moment: Date): string[] =>
  ['UTC', 'Europe/Berlin'].flatMap((timeZone) => [
    new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(moment),
    ...(['long', 'medium', 'short'] as const).map((dateStyle) =>
      new Intl.DateTimeFormat('de-DE', { dateStyle, timeZone }).format(moment),
    ),
  ]);

/** An export without what differs from run to run: ids of notes, times, the day or days since `begun`. */
function settled(text: string, begun: Date): string {
  const plain = text.replaceAll(UUID, 'UUID').replaceAll(TIME, 'TIME');
  const days = [...namesOfDay(begun), ...namesOfDay(new Date())];
  return days.reduce((left, day) => left.replaceAll(day, 'DAY'), plain);
}

for (const [format, extension] of [
  ['Markdown', 'md'],
  ['W3C', 'jsonld'],
] as const) {
  test(`exports notes as ${format}, word for word`, async ({ app }) => {
    const begun = new Date();
    await app.closeGreeting();
    await app.writeNote('reichweite', 'Woher stammt diese Zahl? *Nachprüfen.*');
    const path = await app.exportNotes(format, `notizen.${extension}`);
    const golden = join(GOLDEN, `notes.${extension}`);
    const written = settled(readFileSync(path, 'utf8'), begun);
    // A new expectation is made on request only: UPDATE_GOLDEN=1.
    if (process.env['UPDATE_GOLDEN'] === '1') writeGolden(golden, written);
    expect(written).toBe(readFileSync(golden, 'utf8'));
  });
}

test('exported notes come back into an empty archive with the same articles', async ({ app, makeApp }) => {
  await app.closeGreeting();
  await app.writeNote('reichweite', 'Woher stammt diese Zahl?');
  const path = await app.exportNotes('W3C', 'notizen.jsonld');
  const other = await makeApp().start();
  await other.closeGreeting();
  const summary = await other.importFiles([path]);
  expect(summary).toContain(other.say('importing.notesPlaced_one', { count: 1 }));
  await expect(other.noteCount(1)).toBeVisible();
  const notes = (folder: string): string[] => {
    const year = join(folder, 'articles/2025');
    const notesFolder = join(year, readdirSync(year)[0] ?? '', 'notes');
    return readdirSync(notesFolder).map((name) => {
      const { target, body } = JSON.parse(readFileSync(join(notesFolder, name), 'utf8')) as Record<string, unknown>;
      return JSON.stringify({ target, body });
    });
  };
  expect(notes(other.archiveFolder)).toEqual(notes(app.archiveFolder));
});

function writeGolden(file: string, text: string): void {
  mkdirSync(GOLDEN, { recursive: true });
  writeFileSync(file, text);
}
