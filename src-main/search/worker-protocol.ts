import type { ErrorCode } from '#contract';
import { ArchiveError, type ErrorValues } from '../errors.ts';
import type { PackedAnswer } from './packed-answer.ts';
import type { RestingNews } from './resting-notice.ts';
import type { EngineOptions } from './search-engine.ts';
import type { SearchIndex } from './search-index.ts';

/** What the worker is asked: any method of the index. */
export type SearchMethod = Exclude<keyof SearchIndex, 'loadedFromCache' | 'onLost'>;
export type SearchMethods = Pick<SearchIndex, SearchMethod>;

/** `workerData` of the thread that answers; `stops`: of {@link CallStop}. */
export type WorkerOptions = { engine: EngineOptions; stops: SharedArrayBuffer };

/** To the worker. Calls are answered in any order. */
export type WorkerCall = { id: number; method: SearchMethod; args: unknown[] };

/**
 * From the worker: once when it is ready, then one answer a call, which articles are lost, and what is at rest. An error
 * crosses as its code and values.
 */
export type WorkerMessage =
  | { ready: true; loadedFromCache: boolean }
  | { lost: string[] }
  | RestingNews
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: true; answer: PackedAnswer }
  | { id: number; ok: false; code: ErrorCode; values: ErrorValues };

/** An error as it crosses; anything unexpected is "internal", with its message. */
export function describeError(error: unknown): { code: ErrorCode; values: ErrorValues } {
  if (error instanceof ArchiveError) return { code: error.code, values: error.values };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', values: { subject: 'search', detail: message } };
}
