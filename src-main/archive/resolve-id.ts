import { ArchiveError } from '../errors.ts';
import type { Parts } from './parts.ts';

/** The one article whose id is or begins with this, also one that vanished; throws `not-found` or `ambiguous`. */
export async function resolveId({ index, lost }: Parts, prefix: string): Promise<string> {
  if ((await index.row(prefix)) !== null) return prefix;
  const found = prefix === '' ? [] : await index.findByPrefix(prefix);
  const [id] = found;
  const missed = lost.list.map(({ articleId }) => articleId).filter((one) => one.startsWith(prefix));
  if (id === undefined && prefix !== '' && new Set(missed).size === 1) return missed[0] ?? prefix;
  if (id === undefined) throw new ArchiveError('not-found', { kind: 'article', id: prefix });
  if (found.length > 1) throw new ArchiveError('ambiguous', { id: prefix, count: found.length });
  return id;
}
