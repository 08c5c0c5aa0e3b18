import type { notes as german } from '../de/notes.ts';

export const notes = {} as const satisfies Record<keyof typeof german, string>;
