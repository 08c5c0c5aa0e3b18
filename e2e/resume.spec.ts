import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

/** So many that a machine which stands still for a second does not find the import at its end. */
const FILES = 1_200;

test('an import whose program was killed is offered again and goes on', async ({ app }) => {
  test.slow();
  await app.closeGreeting();
  await app.close();
  const folder = join(app.home.documents, 'Ausgeschnitten');
  mkdirSync(folder);
  for (let file = 0; file < FILES; file++)
    writeFileSync(join(folder, `${file}.md`), `# Bericht ${file}\n\nDer Deich hielt in der Nacht Nummer ${file}.\n`);

  const archive = join(app.home.documents, 'Nachlese');
  const command = [join(import.meta.dirname, '../out/main/cli.cjs'), '--archive', archive, 'import', folder];
  const child = spawn(process.execPath, command, { env: app.home.environment, stdio: 'ignore' });
  // At once: were it through before we look, its end would be missed.
  const gone = once(child, 'exit');
  const stored = () =>
    readdirSync(join(archive, 'articles'), { recursive: true }).filter((name) => String(name).includes('manifest'));
  await expect.poll(() => stored().length, { timeout: 30_000, intervals: [20] }).toBeGreaterThan(100);
  child.kill('SIGKILL');
  await gone;
  expect(stored().length).toBeLessThan(FILES);

  await app.start();
  const notice = app.page.getByRole('status').filter({ hasText: 'Ausgeschnitten' });
  await expect(notice).toBeVisible();
  await notice.getByRole('button', { name: app.say('importing.resume') }).click();
  // The first article is one more.
  const all = new Intl.NumberFormat(app.language).format(FILES + 1);
  await expect(app.page.getByRole('navigation').getByText(all)).toBeVisible({ timeout: 60_000 });
  await expect(notice).toBeHidden();
});
