export type ToastOptions = {
  /** Takes the thing back; the message then offers it. */
  undo?: (() => void | Promise<void>) | undefined;
};
export type Toast = { id: number; kind: 'done' | 'failed'; message: string; undo: ToastOptions['undo'] };

/** ms; long enough to read two lines and to reach the button. */
const SHOWN = 6_000;
const SHOWN_WITH_UNDO = 12_000;
const AT_MOST = 4;

/** Short messages about what was just done. Failures stay until they are dismissed. */
export class Toasts {
  #shown: Toast[] = $state.raw([]);
  #timers = new Map<number, number>();
  #nextId = 1;

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  add(kind: Toast['kind'], message: string, options: ToastOptions): void {
    const toast: Toast = { id: this.#nextId++, kind, message, undo: options.undo };
    const others = this.#shown.filter((other) => other.message !== message || other.undo);
    this.#shown = [...others, toast].slice(-AT_MOST);
    this.resume(toast);
  }

  dismiss(id: number): void {
    this.pause(id);
    this.#shown = this.#shown.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus is on it, a message stays. */
  pause(id: number): void {
    window.clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(toast: Toast): void {
    if (toast.kind === 'failed') return;
    this.pause(toast.id);
    const shownFor = toast.undo ? SHOWN_WITH_UNDO : SHOWN;
    this.#timers.set(
      toast.id,
      window.setTimeout(() => {
        this.dismiss(toast.id);
      }, shownFor),
    );
  }
}
