/** What this window is called when it searches: two windows of one archive must not give up each other's questions. */
export const WINDOW_NAME: string = crypto.randomUUID();
