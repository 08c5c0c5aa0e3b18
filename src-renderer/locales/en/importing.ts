import type { importing as german } from '../de/importing.ts';

export const importing = {} as const satisfies Record<keyof typeof german, string>;
