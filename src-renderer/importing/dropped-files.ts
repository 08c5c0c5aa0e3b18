/** At most this many files from one drop: beyond, a folder is better handed over as an archive. */
const AT_MOST = 20_000;

/**
 * All files of a drop, folders with their subfolders included. Must be called while the event is being handled: the
 * browser empties the list afterwards.
 */
export async function filesOfDrop(transfer: DataTransfer, isPathKnown: (file: File) => boolean): Promise<File[]> {
  const whole = [...transfer.files];
  // Where the path is known, the archive walks the folder itself.
  if (whole.length && whole.every(isPathKnown)) return whole;
  const waiting = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: File[] = [];
  while (waiting.length && files.length < AT_MOST) {
    const entry = waiting.shift();
    if (entry?.isFile) files.push(await fileOf(entry as FileSystemFileEntry));
    else if (entry?.isDirectory) waiting.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
  }
  return files;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  // One call gives at most 100 entries.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (!some.length) return children;
    children.push(...some.filter((entry) => !entry.name.startsWith('.')));
  }
}
