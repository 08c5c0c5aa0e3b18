/*
 * The process that is killed while it works with a whole archive. Says "open" when it begins, "end" when it is done,
 * and "failed CODE SENTENCE" where the program refused.
 */
import { writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openArchive } from '../../src-main/archive.ts';
import { asArchiveError } from '../../src-main/messages/as-archive-error.ts';
import { sentence } from '../../src-main/messages/index.ts';
import { restoreBackup } from '../../src-main/store/backup/restore-backup.ts';
import { migrateMadeUp } from '../../src-main/store/migrations/migrate-made-up.ts';
import { archiveOptions } from './archive-options.ts';
import { ARCHIVE_TASKS } from './archive-tasks.ts';

const [folder = '', root = '', task = '', path = ''] = process.argv.slice(2);
const say = (text: string) => writeSync(1, `${text}\n`);
const random = (count: number) => randomBytes(count);

async function withArchive(): Promise<void> {
  const archive = await openArchive(folder, archiveOptions(root));
  say('open');
  try {
    const work = ARCHIVE_TASKS[task];
    if (work === undefined) throw new Error(`there is no task ${task}`);
    await work(archive, path, say);
  } finally {
    await archive.close();
  }
}

try {
  if (task === 'restore') {
    const silent = { progress: () => undefined, cancelled: () => false };
    await restoreBackup({ backup: join(root, 'out', 'backup'), generation: null, folder: path, random, ...silent });
  } else if (task === 'migrate') await migrateMadeUp(folder, root);
  else await withArchive();
  say('end');
} catch (error) {
  say(`failed ${asArchiveError(error).code} ${sentence(error, 'en').replaceAll('\n', ' ')}`);
  process.exitCode = 1;
}
