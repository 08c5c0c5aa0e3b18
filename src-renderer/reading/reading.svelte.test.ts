import { describe, expect, it, vi } from 'vitest';
import type { OpenedArticle, TextMatch } from '#contract';
import { noBreaks } from './hyphenation.ts';
import { Reading, type ReadingApi } from './reading.svelte.ts';
import { openedArticle } from './testing/made-articles.ts';

const layOut = () => ({ text: 'Ein Text mit Treffern.', textOffsets: {} });
const opened = (id: string): OpenedArticle => openedArticle({ id, language: null }, layOut);
const hit = (start: number): TextMatch => ({ start, end: start + 3, kind: 'exact' });
const nowhere = { at: null, noteId: null, query: '' };

function archive(change: Partial<ReadingApi> = {}): ReadingApi {
  const never = () => Promise.reject(new Error('not asked for'));
  return {
    openArticle: async (id) => opened(id),
    openVersion: async (id) => opened(id),
    matchesIn: async () => [hit(13), hit(4), hit(8)],
    editArticle: never,
    tagArticles: never,
    markArticles: async (ids, { starred = false }) => ids.map((id) => ({ ...opened(id).row, starred })),
    restoreVersion: never,
    ...change,
  };
}

describe('the article being read', () => {
  it('is the one asked for last, whichever comes last', async () => {
    const give = new Map<string, () => void>();
    const reading = new Reading(
      archive({ openArticle: (id) => new Promise((resolve) => give.set(id, () => resolve(opened(id)))) }),
    );
    const first = reading.open('slow', nowhere);
    const second = reading.open('quick', nowhere);
    give.get('quick')?.();
    expect(await second).toBe(true);
    give.get('slow')?.();
    expect(await first).toBe(false);
    expect(reading.opened?.article.id).toBe('quick');
  });

  it('is not waited for any more once a version was put back in its place', async () => {
    vi.useFakeTimers();
    try {
      const openVersion = () => new Promise<OpenedArticle>(() => undefined);
      const reading = new Reading(archive({ openVersion, restoreVersion: async (id) => opened(id) }));
      await reading.open('a', nowhere);
      void reading.openVersion('v1');
      vi.advanceTimersByTime(1_000);
      expect(reading.slow).toBe(true);
      await reading.restoreVersion('a', 'v1');
      expect(reading.slow).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not replaced by the one before, whose change was answered later', async () => {
    const give: (() => void)[] = [];
    const openArticle = (id: string) =>
      new Promise<OpenedArticle>((resolve) => void give.push(() => resolve(opened(id))));
    const reading = new Reading(archive({ openArticle }));
    const before = reading.open('before', nowhere);
    give[0]?.();
    await before;
    const next = reading.open('next', nowhere);
    const refreshed = reading.refresh();
    give[1]?.();
    expect(await next).toBe(true);
    give[2]?.();
    await refreshed;
    expect(reading.opened?.article.id).toBe('next');
  });

  it('stays until the next one is there', async () => {
    const reading = new Reading(archive());
    await reading.open('one', nowhere);
    const next = reading.open('two', nowhere);
    expect(reading.opened?.article.id).toBe('one');
    await next;
    expect(reading.opened?.article.id).toBe('two');
  });

  it('opens at the hit that was clicked and goes through the others round and round', async () => {
    const reading = new Reading(archive());
    await reading.open('one', { ...nowhere, query: 'x', at: 8 });
    expect(reading.hits.map(({ start }) => start)).toEqual([4, 8, 13]);
    expect(reading.hitNumber).toBe(1);
    expect(reading.step(1)?.start).toBe(13);
    expect(reading.step(1)?.start).toBe(4);
    expect(reading.step(-1)?.start).toBe(13);
  });

  it('can be read even if its hits cannot be found', async () => {
    const reading = new Reading(archive({ matchesIn: () => Promise.reject(new Error('no index')) }));
    expect(await reading.open('one', { ...nowhere, query: 'x' })).toBe(true);
    expect(reading.hits).toEqual([]);
    expect(reading.step(1)).toBeNull();
  });

  it('says why it cannot be shown, instead of showing the last one under its name', async () => {
    const reading = new Reading(
      archive({
        openArticle: (id) => (id === 'damaged' ? Promise.reject(new Error('damaged')) : Promise.resolve(opened(id))),
      }),
    );
    await reading.open('one', nowhere);
    await reading.open('damaged', nowhere);
    expect(reading.opened).toBeNull();
    expect(reading.failure).toBeInstanceOf(Error);
    await reading.open('one', nowhere);
    expect(reading.failure).toBeNull();
  });

  it('shows a star at once, without being opened again', async () => {
    const reading = new Reading(archive());
    await reading.open('one', nowhere);
    await reading.mark({ starred: true });
    expect(reading.opened?.state.starred).toBe(true);
    expect(reading.opened?.row.starred).toBe(true);
  });

  it('is not opened anew for another hit in it', async () => {
    let count = 0;
    const reading = new Reading(archive({ openArticle: async (id) => (count++, opened(id)) }));
    await reading.open('one', nowhere);
    await reading.open('one', { ...nowhere, query: 'x', at: 13 });
    expect(count).toBe(1);
    expect(reading.hitNumber).toBe(2);
  });

  it('is not replaced by a version put back of another, whether that is awaited or there already', async () => {
    const give = new Map<string, () => void>();
    const wait = (name: string, id: string) =>
      new Promise<OpenedArticle>((resolve) => give.set(name, () => resolve(opened(id))));
    const restoreVersion = vi.fn<ReadingApi['restoreVersion']>((id, version) => wait(version, id));
    const openArticle = vi.fn<ReadingApi['openArticle']>(async (id) => opened(id));
    const reading = new Reading(archive({ openArticle, restoreVersion }));
    await reading.open('a', nowhere);

    const restoring = reading.restoreVersion('a', 'v1');
    await reading.open('b', nowhere);
    give.get('v1')?.();
    await restoring;
    expect(reading.opened?.article.id).toBe('b');

    openArticle.mockImplementation((id) => wait('open', id));
    const again = reading.restoreVersion('b', 'v2');
    const next = reading.open('c', nowhere);
    give.get('v2')?.();
    await again;
    expect(reading.opened?.article.id).toBe('b');
    give.get('open')?.();
    expect(await next).toBe(true);
    expect(reading.opened?.article.id).toBe('c');

    const undone = reading.restoreVersion('a', 'former');
    expect(restoreVersion).toHaveBeenLastCalledWith('a', 'former');
    give.get('former')?.();
    await undone;
    expect(reading.opened?.article.id).toBe('c');
  });

  it('takes corrections and tags only for itself', async () => {
    const editArticle = vi.fn<ReadingApi['editArticle']>(async (id) => opened(id));
    const tagArticles = vi.fn<ReadingApi['tagArticles']>(async (ids) => ids.map((id) => opened(id).row));
    const reading = new Reading(archive({ editArticle, tagArticles }));
    await reading.open('b', nowhere);
    await reading.correct('a', { title: 'Titel von a' });
    await reading.tag('a', ['Thema'], []);
    expect(editArticle).toHaveBeenCalledWith('a', { title: 'Titel von a' });
    expect(tagArticles).toHaveBeenCalledWith(['a'], ['Thema'], []);
    expect(reading.opened?.article.id).toBe('b');
    expect(reading.opened?.row.id).toBe('b');
  });

  it('keeps the hyphenation of two articles that were opened at once', async () => {
    const openArticle = async (language: string) => openedArticle({ id: language, language }, layOut);
    const reading = new Reading(archive({ openArticle }));
    await Promise.all([reading.open('de', nowhere), reading.open('en', nowhere)]);
    expect(reading.opened?.article.id).toBe('en');
    expect([reading.findBreaks('de'), reading.findBreaks('en')]).not.toContain(noBreaks);
  });
});
