import type { reading as german } from '../de/reading.ts';

export const reading = {} as const satisfies Record<keyof typeof german, string>;
