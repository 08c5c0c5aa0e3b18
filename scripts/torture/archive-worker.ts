/*
 * The process that is killed while it works with a whole archive: `import FOLDER`, `export FILE` or `rebuild`. Says
 * "open" when it begins and "end" when it is done.
 */
import { writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openArchive } from '../../src-main/archive.ts';

const [folder = '', root = '', task = '', path = ''] = process.argv.slice(2);
const say = (text: string) => writeSync(1, `${text}\n`);

const archive = await openArchive(folder, {
  now: () => new Date(),
  random: (count) => randomBytes(count),
  cacheFolder: join(root, 'cache'),
  dataFolder: join(root, 'data'),
  language: () => 'en',
  creator: () => null,
  name: null,
  create: 'never',
  watch: false,
  createSearchWorker: null,
});
say('open');
if (task === 'import') {
  const sources = [{ kind: 'path' as const, path }];
  const report = await archive.importSources({ job: 'torture', sources, format: null, tags: [], dryRun: false });
  const { imported, merged, skipped, failed } = report;
  say(`imported ${imported.length} merged ${merged.length} skipped ${skipped.length} failed ${failed.length}`);
} else if (task === 'export') {
  await archive.inStep();
  const request = { what: 'articles' as const, format: 'markdown', query: '', articleIds: null, noteIds: null };
  await archive.writeExport({ ...request, shape: 'one' }, path, true);
} else {
  await archive.inStep();
  await archive.rebuild();
}
say('end');
await archive.close();
