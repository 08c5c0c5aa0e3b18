import type { trash as german } from '../de/trash.ts';

export const trash = {} as const satisfies Record<keyof typeof german, string>;
