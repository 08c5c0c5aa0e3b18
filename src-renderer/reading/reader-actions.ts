/** What the bar over an article asks for; the reader does it. */
export type ReaderActions = {
  star: () => void;
  read: () => void;
  tag: () => void;
  correct: () => void;
  cite: () => void;
  showAddress: (address: string) => void;
  showVersion: (version: string | null) => void;
  /** Sets an earlier version beside the newest. */
  compare: (version: string) => void;
  resize: (by: 1 | -1) => void;
  remove: () => void;
};
