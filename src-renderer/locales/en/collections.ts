import type { collections as german } from '../de/collections.ts';

export const collections = {} as const satisfies Record<keyof typeof german, string>;
