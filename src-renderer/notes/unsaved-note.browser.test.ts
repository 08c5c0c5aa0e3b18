import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mount, unmount } from 'svelte';
import App from '../App.svelte';
import { putBehindWindow } from '../reading/testing/stand-in.ts';
import '../styles/index.css';
import { FakeArchive } from '../testing/fake-archive.ts';
import { eventually } from '../testing/eventually.ts';

let fake: FakeArchive;
let app: Record<string, unknown>;
let target: HTMLElement;
let isFull: boolean;

beforeEach(async () => {
  window.localStorage.clear();
  window.sessionStorage.clear();
  await page.viewport(1280, 800);
  fake = new FakeArchive({ tourSeen: true });
  isFull = true;
  const bridge = fake.bridge();
  const full = { ok: false, error: { code: 'disk-full', message: 'Der Datenträger ist voll.' } };
  putBehindWindow({
    ...bridge,
    callArchive: (call) =>
      isFull && call.method === 'createNote' ? Promise.resolve(JSON.stringify(full)) : bridge.callArchive(call),
  });
  target = document.createElement('div');
  target.style.height = '800px';
  document.body.append(target);
  app = mount(App, { target });
});

afterEach(async () => {
  await unmount(app);
  target.remove();
});

const area = (): HTMLTextAreaElement | null => target.querySelector('.editor textarea');

async function press(name: string): Promise<void> {
  const isIt = (button: HTMLElement): boolean =>
    button.ariaLabel === name || button.textContent.trim().startsWith(name);
  const button = await eventually(() => {
    const found = [...target.querySelectorAll<HTMLElement>('button')].find(isIt);
    if (!found) throw new Error(`no button ${name}`);
    return found;
  });
  await userEvent.click(button);
}

it('a note that cannot be saved is still there after a look into the trash', async () => {
  await press('Notiz zum ganzen Artikel');
  await eventually(() => expect(area()).not.toBeNull());
  await userEvent.fill(area()!, 'Eine lange, wichtige Notiz');
  await press('Papierkorb');
  await eventually(() => expect(target.textContent).toContain('wartet bei ihrem Artikel'));
  expect(area()).toBeNull();
  await press('Bibliothek');
  await eventually(() => expect(area()?.value).toBe('Eine lange, wichtige Notiz'));
  isFull = false;
  const before = fake.notes.size;
  await press('Fertig');
  await eventually(() => expect(fake.notes.size).toBe(before + 1));
});
