import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { endInOrder } from './end-in-order.ts';

/** Electron's app without a window: whoever quits is asked by `will-quit`, and it ends unless that is prevented. */
class FakeApp extends EventEmitter {
  ended = false;
  quit(): void {
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
