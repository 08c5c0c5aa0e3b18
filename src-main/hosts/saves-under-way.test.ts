import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { SavesUnderWay } from './saves-under-way.ts';

/** One window and its program, which closes it when it quits. */
class FakeProgram extends EventEmitter {
  readonly window = Object.assign(new EventEmitter(), {
    isClosed: false,
    isDestroyed: () => this.window.isClosed,
    close: () => {
      let prevented = false;
      this.window.emit('close', { preventDefault: () => (prevented = true) });
      this.window.isClosed ||= !prevented;
    },
  });
  hasQuit = false;
  quit(): void {
    this.emit('before-quit');
    this.window.close();
    this.hasQuit = this.window.isClosed;
  }
}

let program: FakeProgram;
let saves: SavesUnderWay;
beforeEach(() => {
  program = new FakeProgram();
  saves = new SavesUnderWay(program);
});

/** A call that is answered when it is let go. */
const call = (method: string) => {
  let letGo: (answer: string) => void = () => undefined;
  const answer = new Promise<string>((resolve) => (letGo = resolve));
  return { answered: saves.run({ method }, () => answer), letGo };
};

test('a window closes when the note that is being saved is, and its page has the answer', async () => {
  saves.hold(program.window);
  const { answered, letGo } = call('editNote');
  let hasAnswer = false;
  void answered.then(() => (hasAnswer = true));
  program.window.close();
  expect(program.window.isClosed).toBe(false);
  program.window.on('close', () => expect(hasAnswer).toBe(true));
  letGo('saved');
  await vi.waitFor(() => expect(program.window.isClosed).toBe(true));
  expect(program.hasQuit).toBe(false);
});

test('a quit goes on when the note is saved', async () => {
  saves.hold(program.window);
  const { letGo } = call('createNote');
  program.quit();
  expect(program.hasQuit).toBe(false);
  letGo('saved');
  await vi.waitFor(() => expect(program.hasQuit).toBe(true));
});

test('a save that failed or never ends, and any other call, keep no window', async () => {
  saves.hold(program.window, 20);
  await expect(saves.run({ method: 'editNote' }, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  void call('importSources');
  void call('editNote');
  program.window.close();
  await vi.waitFor(() => expect(program.window.isClosed).toBe(true));
});

test('without a save a window closes at once', () => {
  saves.hold(program.window);
  void call('importSources');
  program.window.close();
  expect(program.window.isClosed).toBe(true);
});
