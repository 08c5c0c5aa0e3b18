import type { BrowserWindow, Dialog, Shell } from 'electron';
import type { UiLanguage } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { HostActions } from './host-actions.ts';

const TITLES = {
  de: {
    files: 'Artikel einlesen',
    archive: 'Ordner des Archivs wählen',
    import: 'Ordner einlesen',
    export: 'Ordner für den Export wählen',
    backup: 'Ordner oder Laufwerk der Sicherung wählen',
    save: 'Export speichern',
  },
  en: {
    files: 'Import articles',
    archive: 'Choose the archive folder',
    import: 'Import a folder',
    export: 'Choose a folder for the export',
    backup: 'Choose the folder or drive of the backup',
    save: 'Save the export',
  },
} as const;

const OPENED_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The address as it may be handed to the system; throws `bad-argument` for every scheme but http, https and mailto. */
export function externalAddress(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw new ArchiveError('bad-argument', { subject: 'url', reason: url }, { cause });
  }
  if (!OPENED_SCHEMES.has(parsed.protocol)) throw new ArchiveError('bad-argument', { subject: 'url', reason: url });
  // The parsed form: what was checked is what is opened.
  return parsed.href;
}

/** Dialogs and the desktop, for the session. The parts of Electron come as parameters, so that this can be tested. */
export function electronDialogs(
  electron: { dialog: Dialog; shell: Shell },
  window: () => BrowserWindow | null,
  language: () => UiLanguage,
): HostActions {
  const { dialog, shell } = electron;
  const title = (name: keyof (typeof TITLES)['de']): string => TITLES[language()][name];

  async function open(options: Electron.OpenDialogOptions): Promise<string[] | null> {
    const parent = window();
    const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
    return answer.canceled || answer.filePaths.length === 0 ? null : answer.filePaths;
  }

  return {
    chooseFiles: () => open({ title: title('files'), properties: ['openFile', 'multiSelections'] }),
    async chooseFolder(purpose) {
      const folders = await open({ title: title(purpose), properties: ['openDirectory', 'createDirectory'] });
      return folders?.[0] ?? null;
    },
    async chooseSavePath(suggestedName) {
      const parent = window();
      const options = { title: title('save'), defaultPath: suggestedName };
      const answer = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options));
      return answer.canceled || !answer.filePath ? null : answer.filePath;
    },
    async showInFolder(path) {
      shell.showItemInFolder(path);
    },
    async openExternal(url) {
      await shell.openExternal(externalAddress(url));
    },
  };
}
