import type { exporting as german } from '../de/exporting.ts';

export const exporting = {} as const satisfies Record<keyof typeof german, string>;
