import type { library as german } from '../de/library.ts';

export const library = {} as const satisfies Record<keyof typeof german, string>;
