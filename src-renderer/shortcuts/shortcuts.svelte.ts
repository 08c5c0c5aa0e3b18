import { createContext } from 'svelte';
import { t } from '../locales/index.svelte.ts';
import { shortcutEntries, shortcutEntry, type ShortcutId } from './shortcut-table.ts';

/** What a shortcut does; false: nothing just now, let the key have its usual meaning. */
export type ShortcutAction = (event: KeyboardEvent) => unknown;

/** ms between the keys of a sequence such as "g l". */
const SEQUENCE = 1_200;

/** Listens for the keys of the table and asks whoever said last that it can do this. */
export class Shortcuts {
  #actions = new Map<ShortcutId, ShortcutAction[]>();
  #pending: { key: string; until: number } | null = null;
  #enabled = $state(true);
  readonly #mac: boolean;

  constructor(platform: string) {
    this.#mac = /mac|darwin/i.test(platform);
  }

  /** Turns keys without Ctrl or ⌘ off and on; the others always work. */
  set enabled(enabled: boolean) {
    this.#enabled = enabled;
  }
  get enabled(): boolean {
    return this.#enabled;
  }

  /** Says what a shortcut does while this part is on the screen. The answer takes it back: return it from an effect. */
  on(id: ShortcutId, action: ShortcutAction): () => void {
    const actions = this.#actions.get(id) ?? [];
    this.#actions.set(id, [...actions, action]);
    return () => {
      this.#actions.set(
        id,
        (this.#actions.get(id) ?? []).filter((other) => other !== action),
      );
    };
  }

  /** The first keys of a shortcut as they stand on the user's keyboard, "Strg F"; "" while it is switched off. */
  keys(id: ShortcutId): string {
    const [first] = this.spelled(id);
    return first ?? '';
  }

  /** All keys of a shortcut, spelled out. */
  spelled(id: ShortcutId): string[] {
    return shortcutEntry(id)
      .keys.filter((keys) => this.#enabled || alwaysOn(keys))
      .map((keys) =>
        keys
          .split(' ')
          .map((key) => this.#spell(key))
          .join(' '),
      );
  }

  /** To be called for each keydown that reached the window. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === 'Shift' || event.key === 'Control' || event.key === 'Alt' || event.key === 'Meta') return;
    const pressed = this.#name(event);
    const inField = isField(event.target);
    const inDialog = document.querySelector('dialog:modal') !== null;
    const sequence = this.#pending && this.#pending.until > event.timeStamp ? `${this.#pending.key} ${pressed}` : null;
    this.#pending = null;
    for (const [id, entry] of shortcutEntries) {
      const keys = entry.keys.find((one) => one === pressed || one === sequence);
      if (keys === undefined) continue;
      if (inDialog || (inField && !(entry.inFields && alwaysOn(keys)))) continue;
      if (!this.#enabled && !alwaysOn(keys)) continue;
      const action = this.#actions.get(id)?.at(-1);
      if (action && action(event) !== false) {
        event.preventDefault();
        return;
      }
    }
    const starts = shortcutEntries.some(([, entry]) => entry.keys.some((keys) => keys.startsWith(`${pressed} `)));
    if (starts && !inField && !inDialog) this.#pending = { key: pressed, until: event.timeStamp + SEQUENCE };
  }

  #name(event: KeyboardEvent): string {
    const mod = this.#mac ? event.metaKey : event.ctrlKey;
    // A character already carries its Shift and AltGr: "?" is "?" on every layout.
    if (mod && !event.altKey) return `Mod+${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
    if (event.ctrlKey !== event.altKey || event.metaKey) return `other+${event.key}`;
    return event.key;
  }

  #spell(key: string): string {
    if (key.startsWith('Mod+')) return `${this.#mac ? '⌘' : t('shortcuts.keyControl')} ${key.slice(4)}`;
    if (key === 'Escape') return 'Esc';
    if (key === 'Delete') return t('shortcuts.keyDelete');
    if (key.length === 1 && key !== key.toLowerCase()) return `${this.#mac ? '⇧' : t('shortcuts.keyShift')} ${key}`;
    return key.length === 1 && /[a-z]/.test(key) ? key.toUpperCase() : key;
  }
}

function alwaysOn(keys: string): boolean {
  return keys.startsWith('Mod+') || keys === 'Escape' || keys === 'F6';
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'range', 'color'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

export const [getShortcuts, setShortcuts] = createContext<Shortcuts>();
