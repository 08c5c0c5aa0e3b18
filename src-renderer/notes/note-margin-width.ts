/** px of the reader's width from which notes stand beside the text; the reader's grid has the same number. */
export const NOTE_MARGIN_FROM = 800;
