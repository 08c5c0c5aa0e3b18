import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { mount, unmount } from 'svelte';
import type { Reply } from '#contract';
import WindowPart from '../reading/testing/WindowPart.svelte';
import { putBehindWindow } from '../reading/testing/stand-in.ts';
import { Workspace } from '../shell/workspace.svelte.ts';
import '../styles/index.css';
import { FakeArchive } from '../testing/fake-archive.ts';
import SearchPane from './SearchPane.svelte';
import { eventually } from '../testing/eventually.ts';

let fake: FakeArchive;
let workspace: Workspace;
let component: Record<string, unknown>;
let target: HTMLElement;

beforeEach(async () => {
  window.localStorage.clear();
  window.sessionStorage.clear();
  fake = new FakeArchive();
  putBehindWindow(fake.bridge());
  workspace = new Workspace();
  target = document.createElement('div');
  document.body.append(target);
  component = mount(WindowPart, { target, props: { workspace, part: SearchPane } });
  await eventually(() => expect(rows().length).toBeGreaterThan(3));
});

afterEach(async () => {
  await unmount(component);
  target.remove();
});

const box = (): HTMLInputElement => target.querySelector<HTMLInputElement>('[role="combobox"]')!;
const list = (): HTMLElement => target.querySelector<HTMLElement>('[aria-multiselectable]')!;
const rows = (): HTMLElement[] => [...target.querySelectorAll<HTMLElement>('[aria-multiselectable] [role="option"]')];
const chosen = (): number[] => rows().flatMap((row, index) => (row.ariaSelected === 'true' ? [index] : []));
const titles = (): string[] => rows().map((row) => row.querySelector('.title')?.textContent.trim() ?? '');

describe('the search pane', () => {
  it('has the focus in the box at start, and gets it back when it is asked for', async () => {
    expect(document.activeElement).toBe(box());
    list().focus();
    workspace.search();
    await eventually(() => expect(document.activeElement).toBe(box()));
  });

  it('finds while one types, and is the library again when the box is emptied', async () => {
    const all = rows().length;
    await userEvent.keyboard('Putin');
    await eventually(() => expect(rows()).toHaveLength(1));
    expect(titles()[0]).toContain('Putin');
    expect(target.querySelector('.excerpt mark')?.textContent).toBe('Putin');
    await userEvent.keyboard('{Escape}');
    await eventually(() => expect(rows()).toHaveLength(all));
  });

  it('opens by Enter what was typed, at the place of the hit', async () => {
    await userEvent.keyboard('Putin{Enter}');
    await eventually(() => expect(workspace.articleId).toContain('putin'));
    expect(workspace.place.query).toBe('Putin');
    expect(workspace.place.at).not.toBeNull();
  });

  it('lets the reader follow the arrow keys', async () => {
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(list());
    await eventually(() => expect(chosen()).toEqual([0]));
    const first = workspace.articleId;
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await eventually(() => expect(chosen()).toEqual([2]));
    await eventually(() => expect(workspace.articleId).not.toBe(first));
    const active = list().getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(active)?.ariaSelected).toBe('true');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
    await eventually(() => expect(document.activeElement).toBe(box()));
  });

  it('chooses several with Shift and Ctrl and deletes them, with a way back', async () => {
    const before = titles();
    await userEvent.click(rows()[0]!);
    await userEvent.click(rows()[2]!, { modifiers: ['Shift'] });
    await eventually(() => expect(chosen()).toEqual([0, 1, 2]));
    await userEvent.click(rows()[1]!, { modifiers: ['ControlOrMeta'] });
    await eventually(() => expect(chosen()).toEqual([0, 2]));
    list().focus();
    await userEvent.keyboard('{Delete}');
    await eventually(() => expect(titles()).toEqual(before.filter((_, index) => index !== 0 && index !== 2)));
    await workspace.toasts.shown[0]?.undo?.();
    await eventually(() => expect(titles()).toEqual(before));
  });

  it('chooses all with Ctrl A, and stars them with one key', async () => {
    await userEvent.keyboard('{ArrowDown}{Control>}a{/Control}');
    await eventually(() => expect(chosen()).toHaveLength(rows().length));
    await userEvent.keyboard('s');
    await eventually(() => expect([...fake.entries.values()].every(({ starred }) => starred)).toBe(true));
    expect(target.querySelectorAll('.star')).toHaveLength(rows().length);
  });

  it('teaches how to search when nothing is found, and tries what is clicked', async () => {
    await userEvent.keyboard('xyzzy');
    await eventually(() => expect(target.querySelector('.help')).not.toBeNull());
    const suggestion = [...target.querySelectorAll('.remarks button')].find((one) => one.textContent === 'Waffenruhe');
    await userEvent.click(suggestion!);
    expect(box().value).toBe('Waffenruhe');
    expect(document.activeElement).toBe(box());
  });

  it('says so when a search fails, and tries again', async () => {
    const bridge = window.nachlese!;
    const callArchive = bridge.callArchive;
    bridge.callArchive = (call) =>
      call.method === 'search'
        ? Promise.resolve(
            JSON.stringify({ ok: false, error: { code: 'query-refused', message: 'Diese Suche ist zu lang.' } }),
          )
        : callArchive(call);
    await userEvent.keyboard('Putin');
    await eventually(() => expect(target.textContent).toContain('Diese Suche ist zu lang.'));
    bridge.callArchive = callArchive;
    await userEvent.click(
      [...target.querySelectorAll('button')].find((one) => one.textContent.includes('Noch einmal'))!,
    );
    await eventually(() => expect(rows()).toHaveLength(1));
  });

  it('looks again by itself while the index is still being loaded', async () => {
    let complete = false;
    const bridge = fake.bridge();
    putBehindWindow({
      ...bridge,
      callArchive: async (call) => {
        const answer = await bridge.callArchive(call);
        const reply = JSON.parse(answer) as Reply<object>;
        if (call.method !== 'search' || !reply.ok || complete) return answer;
        return JSON.stringify({ ok: true, value: { ...reply.value, hits: [], total: 0, complete: false } });
      },
    });
    await userEvent.keyboard('Putin');
    await eventually(() => expect(target.textContent).toContain('Der Index wird noch geladen'));
    expect(target.textContent).not.toContain('Nichts gefunden');
    complete = true;
    await eventually(() => expect(rows()).toHaveLength(1));
  });

  it('draws only the lines that can be seen of a long list', async () => {
    const [template] = fake.entries.values();
    for (let number = 0; number < 3_000; number++) {
      const article = { ...template!.article, id: `a${String(number)}`, published: '2020-01-01' };
      fake.entries.set(article.id, { article, tags: [], read: false, starred: false });
    }
    fake.tell({ type: 'changed', articleIds: null });
    await eventually(() => expect(rows()[0]?.ariaSetSize).toBe('3006'));
    list().scrollTop = 100_000;
    await eventually(() => expect(Number(rows()[0]?.ariaPosInSet)).toBeGreaterThan(1300));
    await eventually(() => expect(titles()[8]).not.toBe(''));
    expect(rows().length).toBeLessThan(40);
    expect(list().scrollTop).toBe(100_000);
  });
});
