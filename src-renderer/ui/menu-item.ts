import type { Component } from 'svelte';

/** One line of a menu; a line with `checked` is on or off and leaves the menu open. */
export type MenuItem =
  | {
      label: string;
      icon?: Component<{ size?: number; strokeWidth?: number }>;
      /** The keys that do the same, as the user reads them. */
      keys?: string;
      checked?: boolean;
      disabled?: boolean;
      danger?: boolean;
      onselect: () => void;
    }
  | { separator: true }
  | { heading: string };
