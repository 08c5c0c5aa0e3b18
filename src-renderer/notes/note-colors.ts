import type { NoteColor } from '#contract';

/** The five colours in the order of their keys, 1 to 5. */
export const NOTE_COLORS: readonly NoteColor[] = ['wheat', 'moss', 'sky', 'rose', 'lilac'];
