/* For tests: the process that is killed while it backs up or restores: what to do, the archive's folder, the test's root. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openStore } from '../open-store.ts';
import { restoreBackup } from './restore-backup.ts';

const [task = '', folder = '', root = ''] = process.argv.slice(2);
const random = (count: number) => randomBytes(count);
const progress = () => undefined;
const cancelled = () => false;
if (task === 'restore')
  await restoreBackup({ backup: join(root, 'backup'), generation: null, folder, random, progress, cancelled });
else {
  const now = () => new Date();
  const dataFolder = join(root, 'data');
  const store = await openStore(folder, { now, random, cacheFolder: join(root, 'cache'), dataFolder, watch: false });
  await store.backUp({
    folder: join(root, 'backup'),
    name: 'Probe',
    now,
    random,
    thorough: false,
    progress,
    cancelled,
  });
  await store.close();
}
