/**
 * MB of objects of each thread of the search. Left to itself V8 takes each thread for a whole program: it lets 48 MB of new
 * objects gather before it looks which are still used, and the old ones grow fourfold where more than 2 GB are allowed.
 * Texts and postings lie outside, in memory the threads share.
 */
export const THREAD_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 2_000 };
/** Of the thread that only scans: it makes next to no objects. */
export const SCANNER_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 2_000 };
