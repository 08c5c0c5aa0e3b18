import { parseJsonObject, sealedBytes } from '../sealed-json.ts';
import type { MigrationStep } from './migration-steps.ts';

/**
 * For tests: a step to a format that does not exist. Every note and collection gets a field, `original.txt` ends with a
 * line more (which its manifest must follow), each article gets a file, and collections move to `dossiers/`.
 */
export const MADE_UP_STEP: MigrationStep = {
  from: 1,
  change: (files) => {
    const changed = new Map<string, Uint8Array>();
    for (const [path, bytes] of files) {
      if (/\/notes\/[0-9a-f-]{36}\.json$/.test(path))
        changed.set(path, sealedBytes({ ...parseJsonObject(bytes, path), madeUp: 2 }));
      else if (path.startsWith('collections/')) changed.set(path.replace('collections/', 'dossiers/'), bytes);
      else if (path.endsWith('/original.txt')) changed.set(path, Buffer.concat([bytes, Buffer.from('Format 2\n')]));
      else changed.set(path, bytes);
      const article = /^articles\/\d{4}\/[^/]+\/article\.html$/.exec(path)?.[0];
      if (article !== undefined) changed.set(article.replace('article.html', 'made-up.txt'), Buffer.from('2\n'));
    }
    return changed;
  },
};
