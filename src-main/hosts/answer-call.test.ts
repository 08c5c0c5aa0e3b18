import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { NachleseApi } from '#contract';
import { ArchiveError } from '../errors.ts';
import { callLanguage } from '../messages/call-language.ts';
import { answerCall } from './answer-call.ts';

/** An archive in which every call answers its own arguments. */
const echo = new Proxy({} as NachleseApi, {
  get:
    (_, method) =>
    (...args: unknown[]) =>
      Promise.resolve({ method, args }),
});
const quiet = () => undefined;
const call = (method: string, args: unknown[] = [], language = 'en') => ({ method, args, language });

describe('answerCall', () => {
  it('runs a call with the arguments it was given', async () => {
    expect(await answerCall(echo, call('openArticle', ['2025-10-16-trump-0123456789']))).toEqual({
      ok: true,
      value: { method: 'openArticle', args: ['2025-10-16-trump-0123456789'] },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'valueOf', '', 'openarticle'])(
    'knows no method named %s',
    async (method) => {
      const reply = await answerCall(echo, call(method));
      expect(reply).toMatchObject({ ok: false, error: { code: 'unknown-method' } });
    },
  );

  it.each([
    ['too few', 'openArticle', []],
    ['too many', 'openArticle', ['a', 'b']],
    ['a wrong type', 'openArticle', [7]],
    ['a path as id', 'openArticle', ['../../etc/passwd']],
    ['an endless query', 'matchesIn', ['a', 'x'.repeat(10_001)]],
    ['an unknown field', 'listNotes', [{ query: '', articleId: null, evil: 1 }]],
    ['a polluting field', 'editArticle', ['a', JSON.parse('{"__proto__":{"title":"x"}}')]],
    ['an empty range', 'attachNote', ['a', { start: 4, end: 4 }, 'r']],
    ['a path with NUL', 'openArchive', ['/a\u0000b']],
    ['a script address', 'openExternal', ['javascript:alert(1)']],
    ['a file address', 'openExternal', ['file:///etc/passwd']],
    ['undefined for a field', 'changeSettings', [{ theme: undefined }]],
  ])('refuses %s', async (_, method, args) => {
    expect(await answerCall(echo, call(method, args))).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
  });

  it('names the argument and the reason', async () => {
    const reply = await answerCall(echo, call('attachNote', ['a', { start: 1.5, end: 4 }, 'r'], 'de'));
    expect(reply).toMatchObject({ error: { message: expect.stringContaining('attachNote.1.start') as string } });
  });

  it('answers in the language of the call, and lets the archive know it', async () => {
    const api = {
      status: () => Promise.reject(new ArchiveError('archive-missing', { folder: callLanguage('en') })),
    } as unknown as NachleseApi;
    const reply = await answerCall(api, call('status', [], 'de'));
    expect(reply).toMatchObject({ error: { message: 'In de liegt kein Archiv.' } });
  });

  it('logs an unforeseen error and shows none of it', async () => {
    const log = vi.fn();
    const api = {
      status: () => {
        throw new Error('password is hunter2');
      },
    } as unknown as NachleseApi;
    const reply = await answerCall(api, call('status'), log);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('hunter2');
    expect(log).toHaveBeenCalledOnce();
  });

  it('answers whatever is sent with a reply', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (sent) => {
        expect((await answerCall(echo, sent, quiet)).ok).toBe(false);
      }),
    );
  });
});
