/**
 * Words of strangers as part of a line for people: without control characters, which could steer a terminal, and without
 * those that turn the direction of what follows.
 */
export const plainLine = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, ' ');
