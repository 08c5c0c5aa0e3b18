import type { search as german } from '../de/search.ts';

export const search = {} as const satisfies Record<keyof typeof german, string>;
