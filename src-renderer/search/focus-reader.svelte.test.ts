import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { focusReader } from './focus-reader.ts';

const frames: (() => void)[] = [];
const workspace = { articleId: 'a' as string | null, arrived: false };

beforeEach(() => {
  document.body.replaceChildren();
  frames.length = 0;
  Object.assign(workspace, { articleId: 'a', arrived: false });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const nextFrames = (count: number) => {
  for (let frame = 0; frame < count; frame++) for (const own of frames.splice(0)) own();
};
const add = (tag: string, parent: Element = document.body) => parent.appendChild(document.createElement(tag));
function show(id: string): HTMLElement {
  const text = add('article', add('main'));
  text.tabIndex = -1;
  text.dataset['partFocus'] = '';
  text.dataset['article'] = id;
  return text;
}

it('waits for an article however many frames it takes, and for its place', () => {
  focusReader(workspace);
  nextFrames(500);
  const text = show('a');
  nextFrames(5);
  expect(document.activeElement).not.toBe(text);
  workspace.arrived = true;
  nextFrames(1);
  expect(document.activeElement).toBe(text);
  expect(frames).toEqual([]);
});

it('does not wait for ever for a place that does not come', () => {
  focusReader(workspace);
  const text = show('a');
  nextFrames(100);
  expect(document.activeElement).toBe(text);
});

it('leaves the focus where one went meanwhile, and another article alone', () => {
  focusReader(workspace);
  const field = add('input');
  field.focus();
  const text = show('a');
  workspace.arrived = true;
  nextFrames(1);
  expect(document.activeElement).toBe(field);
  focusReader({ ...workspace, articleId: 'b' });
  nextFrames(200);
  expect(document.activeElement).toBe(field);
  expect(document.activeElement).not.toBe(text);
});

it('gives up where the article never comes', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  focusReader(workspace);
  nextFrames(10);
  expect(frames).toHaveLength(1);
  clock.mockReturnValue(61_000);
  nextFrames(1);
  expect(frames).toEqual([]);
});
