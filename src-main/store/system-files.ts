const SYSTEM_FILE =
  /^(\.DS_Store|\.localized|desktop\.ini|Thumbs\.db|lost\+found|\.Trash-\d+|\.Trashes|\.Spotlight-V100|\.fseventsd|System Volume Information|\$RECYCLE\.BIN|\.directory)$/i;

/** What systems put into a folder by themselves: one with nothing else is empty to a person. */
export const isSystemFile = (name: string): boolean => SYSTEM_FILE.test(name);
