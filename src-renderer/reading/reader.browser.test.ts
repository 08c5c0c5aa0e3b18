import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mount, unmount } from 'svelte';
import { keepLastArticle } from '../shell/last-article.ts';
import { Workspace } from '../shell/workspace.svelte.ts';
import '../styles/index.css';
import { FakeArchive } from '../testing/fake-archive.ts';
import Reader from './Reader.svelte';
import WindowPart from './testing/WindowPart.svelte';
import { putBehindWindow } from './testing/stand-in.ts';
import { eventually } from '../testing/eventually.ts';

let fake: FakeArchive;
let workspace: Workspace;
let component: Record<string, unknown>;
let target: HTMLElement;

beforeEach(async () => {
  window.localStorage.clear();
  fake = new FakeArchive();
  putBehindWindow(fake.bridge());
  workspace = new Workspace();
  target = document.createElement('div');
  document.body.append(target);
  component = mount(WindowPart, { target, props: { workspace, part: Reader } });
  await eventually(() => expect(workspace.status).not.toBeNull());
});

afterEach(async () => {
  await unmount(component);
  target.remove();
});

const summit = (): string => [...fake.entries.keys()][0] ?? '';
const other = (): string => [...fake.entries.keys()][1] ?? '';
const scroller = (): HTMLElement => target.querySelector<HTMLElement>('[data-part-focus]')!;
const heading = (): string => (target.querySelector('h1')?.textContent ?? '').replaceAll('\u00AD', '');
const selected = (): string => (document.getSelection()?.toString() ?? '').replaceAll('\u00AD', '');
const counter = (): string => target.querySelector('output')?.textContent ?? '';

async function open(id: string, place: Parameters<Workspace['open']>[1] = {}): Promise<void> {
  workspace.open(id, place);
  // The first one of all waits for the patterns of its language, too.
  await eventually(() => expect(scroller().dataset['article']).toBe(id));
  await eventually(() => expect(counter() !== '').toBe((place.query ?? '') !== ''));
}

describe('the reader', () => {
  it('sets the lead’s first sentence as the heading and does not show it twice', async () => {
    const entry = fake.entries.get(summit())!;
    entry.article = { ...entry.article, titleFrom: 'lead' };
    await open(summit());
    expect(heading()).toBe('Trump will Russlands Staatschef Putin in Budapest treffen');
    const lead = target.querySelector('.lead')?.textContent.replaceAll('\u00AD', '');
    expect(lead).toMatch(/^Das kündigte der US-Präsident/);
  });

  it('marks what was sought in a heading that is not part of the text, until the hits are put away', async () => {
    const entry = fake.entries.get(summit())!;
    entry.article = { ...entry.article, title: 'Putin nach Budapest', titleFrom: 'source' };
    await open(summit(), { query: 'Putin', words: ['Putin'] });
    const marks = (): string[] => [...target.querySelectorAll('h1 mark')].map((mark) => mark.textContent);
    expect(marks()).toEqual(['Putin']);
    target.querySelector('output')?.parentElement?.querySelector<HTMLElement>('button:last-of-type')?.click();
    await eventually(() => expect(marks()).toEqual([]));
  });

  it('goes through the hits by F3, by n and p, and by Ctrl G, round and round', async () => {
    await open(summit(), { query: 'Putin' });
    const count = Number(/\d+$/.exec(counter())?.[0]);
    expect(count).toBeGreaterThan(2);
    expect(counter()).toBe(`1 von ${String(count)}`);
    await userEvent.keyboard('{F3}');
    expect(counter()).toBe(`2 von ${String(count)}`);
    await userEvent.keyboard('{Shift>}{F3}{/Shift}{Shift>}{F3}{/Shift}');
    expect(counter()).toBe(`${String(count)} von ${String(count)}`);
    await userEvent.keyboard('{Control>}g{/Control}');
    expect(counter()).toBe(`1 von ${String(count)}`);
    scroller().focus();
    await userEvent.keyboard('n');
    expect(counter()).toBe(`2 von ${String(count)}`);
    await userEvent.keyboard('p');
    expect(counter()).toBe(`1 von ${String(count)}`);
    expect(target.querySelectorAll('.hit-current')).toHaveLength(1);
  });

  it('selects by keyboard alone: a block, then words, then back by one character', async () => {
    await open(summit());
    scroller().focus();
    const blocks = [...target.querySelectorAll<HTMLElement>('[data-block]')];
    const paragraph = blocks.findIndex((block) => block.classList.contains('paragraph'));
    for (let times = 0; times <= paragraph; times++) await userEvent.keyboard('j');
    expect(document.activeElement).toBe(blocks[paragraph]);
    await userEvent.keyboard('{Control>}{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}{/Control}');
    const words = blocks[paragraph]!.textContent.replaceAll('\u00AD', '').slice(0, selected().length);
    expect(selected()).toBe(words);
    expect(selected().split(/[\s-]+/)).toHaveLength(3);
    const before = selected();
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    expect(selected()).toBe(before.slice(0, -1));
  });

  it('marks what was selected by keyboard, exactly those words', async () => {
    await open(summit());
    scroller().focus();
    await userEvent.keyboard('jj{Control>}{Shift>}{ArrowRight}{ArrowRight}{/Shift}{/Control}');
    const words = selected();
    await userEvent.keyboard('h');
    await eventually(() => expect(fake.calls.some(({ method }) => method === 'createNote')).toBe(true));
    const note = [...fake.notes.values()].at(-1);
    expect(note?.selector?.exact).toBe(words);
  });

  it('copies text without the hyphens that were put in for drawing', async () => {
    await open(summit());
    const range = document.createRange();
    range.selectNodeContents(target.querySelector('.text')!);
    document.getSelection()?.removeAllRanges();
    document.getSelection()?.addRange(range);
    expect(document.getSelection()?.toString()).toContain('\u00AD');
    const data = new DataTransfer();
    const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
    target.querySelector('.text')!.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(data.getData('text/plain')).not.toContain('\u00AD');
    expect(data.getData('text/plain')).toContain('Einen genauen Zeitpunkt nannte er nicht.');
  });

  it('comes back to where one left off', async () => {
    await open(summit());
    scroller().scrollTop = 420;
    await eventually(() => expect(window.localStorage.getItem('nachlese.reading-positions')).toContain(summit()));
    await open(other());
    expect(scroller().scrollTop).toBe(0);
    await open(summit());
    await eventually(() => expect(Math.abs(scroller().scrollTop - 420)).toBeLessThan(40));
  });

  it('greets with the article that was open last, fetched once, and with none when it is gone', async () => {
    await page.viewport(1280, 800);
    fake.fresh = false;
    const { id } = workspace.status!;
    const fetched = () => fake.calls.filter(({ method }) => method === 'openArticle').length;
    keepLastArticle(window.localStorage, id, other());
    await workspace.refresh();
    await eventually(() => expect(scroller().dataset['article']).toBe(other()));
    expect(fetched()).toBe(1);
    workspace.close();
    keepLastArticle(window.localStorage, id, 'gone');
    await workspace.refresh();
    await eventually(() => expect(fetched()).toBe(2));
    await eventually(() => expect(workspace.articleId).toBeNull());
    expect(target.querySelector('h2')?.textContent).toBe('Wählen Sie einen Artikel');
  });

  it('puts an article into the trash and takes it out again', async () => {
    const id = summit();
    await open(id);
    await userEvent.keyboard('{Delete}');
    await eventually(() => expect(workspace.articleId).toBeNull());
    expect(fake.entries.has(id)).toBe(false);
    const [toast] = workspace.toasts.shown;
    await toast?.undo?.();
    expect(fake.entries.has(id)).toBe(true);
    await eventually(() => expect(heading()).toContain('Budapest'));
  });

  it('corrects details and goes back to what was captured', async () => {
    await open(summit());
    await userEvent.click(target.querySelector('button[aria-label="Weitere Aktionen"]')!);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await eventually(() => expect(document.querySelector('dialog')).not.toBeNull());
    const [title] = document.querySelectorAll<HTMLInputElement>('dialog input');
    await userEvent.fill(title!, 'Ein anderer Titel');
    await userEvent.keyboard('{Enter}');
    await eventually(() => expect(heading()).toBe('Ein anderer Titel'));
    expect(document.querySelector('dialog')).toBeNull();
    const sent = fake.calls.find(({ method }) => method === 'editArticle')?.args[1];
    expect(sent).toEqual({ title: 'Ein anderer Titel', authors: null, published: null, publisher: null });
  });

  it('corrects and tags the article it was asked for, also when another is opened meanwhile', async () => {
    const [first, second] = [summit(), other()];
    const title = fake.entries.get(second)?.article.title;
    await open(first);
    await userEvent.click(target.querySelector('button[aria-label="Weitere Aktionen"]')!);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await eventually(() => expect(document.querySelector('dialog')).not.toBeNull());
    await open(second);
    await userEvent.fill(document.querySelector<HTMLInputElement>('dialog input')!, 'Ein anderer Titel');
    await userEvent.keyboard('{Enter}');
    await eventually(() => expect(document.querySelector('dialog')).toBeNull());
    expect(fake.entries.get(first)?.article.title).toBe('Ein anderer Titel');
    expect(fake.entries.get(second)?.article.title).toBe(title);
    expect(scroller().dataset['article']).toBe(second);

    await userEvent.click(target.querySelector(`button[aria-label="Schlagwörter"]`)!);
    await eventually(() => expect(document.querySelector('dialog')).not.toBeNull());
    await open(first);
    await userEvent.fill(document.querySelector<HTMLInputElement>('dialog input')!, 'Thema');
    await userEvent.keyboard('{Enter}{Enter}');
    await eventually(() => expect(fake.entries.get(second)?.tags).toContain('Thema'));
    expect(fake.entries.get(first)?.tags).not.toContain('Thema');
  });
});
