import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { speak } from '../locales/index.svelte.ts';
import { shortcutEntries } from './shortcut-table.ts';
import { Shortcuts } from './shortcuts.svelte.ts';

let shortcuts: Shortcuts;
let heard: (event: KeyboardEvent) => void;

function press(key: string, options: KeyboardEventInit = {}, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  shortcuts = new Shortcuts('Linux x86_64');
  heard = (event) => {
    shortcuts.handle(event);
  };
  window.addEventListener('keydown', heard);
});
afterEach(() => {
  window.removeEventListener('keydown', heard);
  document.body.replaceChildren();
  speak('de');
});

test('a key asks whoever said last that it can do it, until that one takes it back', () => {
  const first = vi.fn();
  const second = vi.fn();
  shortcuts.on('nextArticle', first);
  const stop = shortcuts.on('nextArticle', second);
  expect(press('j').defaultPrevented).toBe(true);
  stop();
  press('j');
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
});

test('an action that answers false leaves the key its usual meaning', () => {
  shortcuts.on('paste', () => false);
  expect(press('v', { ctrlKey: true }).defaultPrevented).toBe(false);
});

test('single keys do nothing while one writes in a field, keys with Ctrl do', () => {
  const field = document.body.appendChild(document.createElement('input'));
  const search = vi.fn();
  const next = vi.fn();
  shortcuts.on('search', search);
  shortcuts.on('nextArticle', next);
  press('j', {}, field);
  press('/', {}, field);
  expect(search).not.toHaveBeenCalled();
  press('f', { ctrlKey: true }, field);
  expect(next).not.toHaveBeenCalled();
  expect(search).toHaveBeenCalledOnce();
});

test('single keys can be switched off, and are then not shown either', () => {
  const next = vi.fn();
  const search = vi.fn();
  shortcuts.on('nextArticle', next);
  shortcuts.on('search', search);
  shortcuts.enabled = false;
  press('j');
  press('/');
  expect(next).not.toHaveBeenCalled();
  expect(shortcuts.keys('nextArticle')).toBe('');
  press('f', { ctrlKey: true });
  expect(search).toHaveBeenCalledOnce();
  expect(shortcuts.keys('search')).toBe('Strg F');
});

test('keys pressed after one another are one shortcut, and a third key is none', () => {
  const library = vi.fn();
  shortcuts.on('goLibrary', library);
  press('g');
  press('l');
  expect(library).toHaveBeenCalledOnce();
  press('g');
  press('x');
  press('l');
  expect(library).toHaveBeenCalledOnce();
});

test('keys are spelled as on the keyboard of the language and the system', () => {
  expect(shortcuts.spelled('search')).toEqual(['/', 'Strg F']);
  expect(shortcuts.keys('previousHit')).toBe('Umschalt N');
  speak('en');
  expect(shortcuts.keys('import')).toBe('Ctrl O');
  expect(new Shortcuts('MacIntel').keys('import')).toBe('⌘ O');
});

test('no two shortcuts have the same keys', () => {
  const all = shortcutEntries.flatMap(([, entry]) => [...entry.keys]);
  expect(all.filter((keys, index) => all.indexOf(keys) !== index)).toEqual([]);
});
