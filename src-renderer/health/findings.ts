import type { ArchiveStatus } from '#contract';

export type FindingKind = 'changed' | 'missing' | 'extra' | 'unreadable' | 'lost';
/** What was found in one article's files; `articleId` null: what belongs to none. */
export type ArticleFindings = {
  articleId: string | null;
  /** As far as known; else the id in words. */
  title: string;
  /** The whole article is gone: there is nothing to open. */
  gone: boolean;
  files: { kind: FindingKind; path: string }[];
};

const KINDS = ['changed', 'missing', 'unreadable', 'extra'] as const;

/** What the last checks found and what vanished, by article, in the order of ids; what belongs to none comes last. */
export function findingsByArticle({ check, lost }: Pick<ArchiveStatus, 'check' | 'lost'>): ArticleFindings[] {
  const groups = new Map<string | null, ArticleFindings>();
  const add = (kind: FindingKind, path: string, title: string | null) => {
    const [, articleId = null, within = ''] = /^articles\/\d{4}\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    const isArticle = articleId !== null && (within !== '' || kind === 'lost');
    const key = isArticle ? articleId : null;
    const group = groups.get(key) ?? { articleId: key, title: titleOf(key), gone: false, files: [] };
    if (title !== null) group.title = title;
    if (kind === 'lost' && isArticle && within === '') group.gone = true;
    group.files.push({ kind, path: isArticle && within !== '' ? within : path });
    groups.set(key, group);
  };
  for (const { path, title } of lost) add('lost', path, title);
  for (const kind of KINDS) for (const path of check.found[kind]) add(kind, path, null);
  const order = ({ articleId }: ArticleFindings) => articleId ?? '~';
  return [...groups.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** "2025-10-16-stadtrat-beschliesst-0123456789" → "stadtrat beschliesst"; "" for what is no article's. */
const titleOf = (id: string | null): string =>
  (id ?? '')
    .replace(/^\d{4}(?:-\d{2}){0,2}-/, '')
    .replace(/-[0-9a-f]{10}$/, '')
    .replaceAll('-', ' ');
