import { z } from 'zod';
import type { ErrorCode, Method, NachleseApi, Reply } from '#contract';
import { ArchiveError } from '../errors.ts';
import { inLanguage } from '../messages/call-language.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { errorAnswer } from '../messages/index.ts';
import { argumentChecks } from './argument-checks.ts';
import { logFailure, type FailureLog } from './failure-log.ts';

const callShape = z.strictObject({
  method: z.string().max(100),
  args: z.array(z.unknown()).max(8),
  language: z.enum(['de', 'en']),
});

/** Failures that point at a fault of ours or of the machine, not at what was asked. */
const LOGGED: ReadonlySet<ErrorCode> = new Set(['internal', 'io']);

/**
 * Answers one call that came through a door. Whatever was sent, the answer is a {@link Reply}, never a throw: an
 * unknown method (own keys only) or wrong arguments are refused before anything runs, and an unforeseen error is
 * logged and answered as `internal`.
 */
export const answerCall = async (
  api: NachleseApi,
  call: unknown,
  log: FailureLog = logFailure,
): Promise<Reply<unknown>> => {
  const parsed = callShape.safeParse(call);
  if (!parsed.success) {
    return { ok: false, error: errorAnswer(new ArchiveError('bad-argument', { subject: 'call' }), 'en') };
  }
  const { method, args, language } = parsed.data;
  try {
    if (!isMethod(method)) throw new ArchiveError('unknown-method', { method });
    return { ok: true, value: await inLanguage(language, () => run(api, method, checked(method, args))) };
  } catch (thrown) {
    const error = asArchiveError(thrown);
    if (LOGGED.has(error.code)) log(method, error);
    return { ok: false, error: errorAnswer(error, language) };
  }
};

const isMethod = (method: string): method is Method => Object.hasOwn(argumentChecks, method);

const checked = (method: Method, args: unknown[]): unknown[] => {
  const result = argumentChecks[method].safeParse(args);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ArchiveError('bad-argument', {
    argument: [method, ...(issue?.path ?? [])].join('.'),
    reason: issue?.message ?? '',
  });
};

const run = (api: NachleseApi, method: Method, args: unknown[]): Promise<unknown> => {
  // The check of this very method made `args`; the compiler cannot follow one name through both tables.
  const calls = api as unknown as Record<Method, (...given: unknown[]) => Promise<unknown>>;
  return calls[method](...args);
};
