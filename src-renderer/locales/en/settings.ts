import type { settings as german } from '../de/settings.ts';

export const settings = {} as const satisfies Record<keyof typeof german, string>;
