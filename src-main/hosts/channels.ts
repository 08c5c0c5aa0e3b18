/** Names of the two channels between the window's preload script and the main process; imports nothing. */
export const CHANNELS = { call: 'nachlese:call', event: 'nachlese:event' } as const;
