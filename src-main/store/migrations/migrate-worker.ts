/* For tests: the process that is killed while it migrates: arguments are the archive's folder and the test's root. */
import { migrateMadeUp } from './migrate-made-up.ts';

const [folder = '', root = ''] = process.argv.slice(2);
await migrateMadeUp(folder, root);
