import type { ArchiveApi } from '#contract';
import { ArchiveError } from '../errors.ts';
import { queryRemark } from '../messages/index.ts';
import type { Parts } from './parts.ts';

type SearchCalls = Pick<ArchiveApi, 'search' | 'excerpts' | 'matchesIn' | 'complete'>;

/** Finding: the index answers in codes, which become sentences here. */
export function searchCalls(parts: Parts, isComplete: () => boolean): SearchCalls {
  const { index } = parts;
  return {
    search: async (request) => {
      const answer = await index.search(request);
      const remarks = answer.remarks.map((remark) => ({
        ...remark,
        message: queryRemark(remark, answer.query, parts.language()),
      }));
      return { ...answer, remarks, complete: answer.complete && isComplete() };
    },
    excerpts: (query, ids) => index.excerpts(query, ids),
    matchesIn: async (id, query) => {
      if ((await index.row(id)) === null) throw new ArchiveError('not-found', { kind: 'article', id });
      return index.matchesIn(id, query);
    },
    complete: (query) => index.complete(query),
  };
}
