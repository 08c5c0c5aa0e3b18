import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { endInOrder } from './end-in-order.ts';

/** Electron's app without a window: whoever quits is asked by `will-quit`, and it ends unless that is prevented. */
class FakeApp extends EventEmitter {
  ended = false;
  #isAsking = false;
  quit(): void {
    // Whoever quits while being asked is never answered.
    if (this.#isAsking) throw new Error('quit within will-quit');
    this.#isAsking = true;
    // What is done by then belongs to the asking.
    setImmediate(() => (this.#isAsking = false));
    let prevented = false;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    this.ended ||= !prevented;
  }
}

const gate = () => {
  let open: (value?: unknown) => void = () => undefined;
  let fail: (reason: Error) => void = () => undefined;
  const passed = new Promise<unknown>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { passed, open, fail };
};

test('the program ends when everything is closed, also when it is asked again meanwhile', async () => {
  const app = new FakeApp();
  const { passed, open } = gate();
  const close = vi.fn(() => passed);
  const isEnding = endInOrder(app, close);
  expect(isEnding()).toBe(false);
  app.quit();
  await new Promise((resolve) => setImmediate(resolve));
  app.quit();
  expect({ ended: app.ended, ending: isEnding() }).toEqual({ ended: false, ending: true });
  open();
  await vi.waitFor(() => expect(app.ended).toBe(true));
  expect(close).toHaveBeenCalledOnce();
});

test('what cannot be closed does not keep the program', async () => {
  const app = new FakeApp();
  const { passed, fail } = gate();
  endInOrder(app, () => passed);
  app.quit();
  fail(new Error('the disk is gone'));
  await vi.waitFor(() => expect(app.ended).toBe(true));
});

test('where there is nothing to close, the program does not quit while it is still being asked', async () => {
  const app = new FakeApp();
  endInOrder(app, () => Promise.resolve());
  app.quit();
  await vi.waitFor(() => expect(app.ended).toBe(true));
});
