import { archive } from '../archive-client.ts';
import type { Importing } from '../importing/importing.svelte.ts';
import type { Shortcuts } from '../shortcuts/shortcuts.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

type Parts = { workspace: Workspace; importing: Importing; shortcuts: Shortcuts };

/** Text shorter than this, pasted beside all fields, is hardly an article. */
const ARTICLE_LENGTH = 200;

/** Ties the shortcuts that work in every view to what they do; the answer unties them. */
export function listenEverywhere({ workspace, shortcuts }: Omit<Parts, 'importing'>): () => void {
  const stops = [
    shortcuts.on('search', () => {
      workspace.search();
    }),
    shortcuts.on('help', () => {
      workspace.showShortcuts(true);
    }),
    shortcuts.on('import', () => {
      workspace.show('import');
    }),
    shortcuts.on('export', () => {
      workspace.startExport({ what: 'notes' });
    }),
    shortcuts.on('goLibrary', () => {
      workspace.show('library');
    }),
    shortcuts.on('goNotebook', () => {
      workspace.show('notebook');
    }),
    shortcuts.on('goCollections', () => {
      workspace.show('collections');
    }),
    shortcuts.on('goTrash', () => {
      workspace.show('trash');
    }),
    shortcuts.on('goSettings', () => {
      workspace.show('settings');
    }),
    shortcuts.on('rail', () => {
      const layout = workspace.settings?.layout;
      if (!layout) return false;
      void workspace.changeSettings({ layout: { ...layout, rail: layout.rail === 'wide' ? 'narrow' : 'wide' } });
      return true;
    }),
    // The window's paste event follows by itself.
    shortcuts.on('paste', () => false),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Moves the focus to the next part of the window (rail, list, article), backwards with Shift. */
export function focusNextPart(event: KeyboardEvent): void {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')];
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = parts[(here + step + parts.length) % parts.length];
  if (!next) return;
  event.preventDefault();
  const inside = next.querySelector<HTMLElement>('[data-part-focus]');
  (inside ?? next).focus();
}

/** Files pasted are imported; an article's worth of text pasted outside of any field opens the paste form with it. */
export function pasteFromClipboard(event: ClipboardEvent, workspace: Workspace, importing: Importing): void {
  const target = event.target;
  const inField = target instanceof Element && target.closest('input, textarea, select, dialog, [contenteditable]');
  if (inField || !event.clipboardData || !workspace.writable || document.querySelector('dialog:modal')) return;
  const files = [...event.clipboardData.files];
  const text = event.clipboardData.getData('text/plain');
  if (files.length && !text) {
    event.preventDefault();
    workspace.show('import');
    void importing.importFiles(files);
    return;
  }
  if (!text.trim()) return;
  event.preventDefault();
  const address = /^https?:\/\/\S+$/.test(text.trim());
  const html = event.clipboardData.getData('text/html');
  importing.startPaste(
    address ? { url: text.trim() } : { text, html: html && text.length >= ARTICLE_LENGTH ? html : null },
  );
}

/** Asks for files with the system's dialog; at a door without one, with the browser's. */
export async function chooseFilesToImport({ workspace, importing }: Omit<Parts, 'shortcuts'>): Promise<void> {
  if (workspace.host?.dialogs) {
    const paths = await workspace.attempt(() => archive.chooseFiles());
    if (paths?.length) importing.importPaths(paths);
    return;
  }
  const files = await pickFiles(false);
  if (files.length) await importing.importFiles(files);
}

/** As {@link chooseFilesToImport}, for one folder with its subfolders. */
export async function chooseFolderToImport({ workspace, importing }: Omit<Parts, 'shortcuts'>): Promise<void> {
  if (workspace.host?.dialogs) {
    const path = await workspace.attempt(() => archive.chooseFolder('import'));
    if (path) importing.importPaths([path]);
    return;
  }
  const files = await pickFiles(true);
  if (files.length) await importing.importFiles(files);
}

function pickFiles(folder: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = folder;
    input.onchange = () => {
      resolve([...(input.files ?? [])]);
    };
    input.click();
  });
}
