/** What the list can do with the articles that are chosen. */
export type ListActions = {
  star: () => void;
  read: () => void;
  tag: () => void;
  export: () => void;
  remove: () => void;
};
