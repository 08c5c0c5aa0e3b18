import type { shortcuts as german } from '../de/shortcuts.ts';

export const shortcuts = {} as const satisfies Record<keyof typeof german, string>;
