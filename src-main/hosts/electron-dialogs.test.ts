import type { BrowserWindow, Dialog, Shell } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { electronDialogs, externalAddress } from './electron-dialogs.ts';

describe('an address for the outside', () => {
  it.each(['https://www.zdf.de/a', 'http://example.org/?q=1', 'mailto:someone@example.org'])(
    '%s may be opened',
    (url) => {
      expect(externalAddress(url)).toBe(url);
    },
  );

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'smb://host/share',
    'ms-word:ofe|u|https://example.org',
    'nachlese-app://archive/index.html',
    ' \u0000javascript:alert(1)',
    'C:\\Windows\\System32\\calc.exe',
    '\\\\host\\share',
    '',
  ])('%j is refused', (url) => {
    expect(() => externalAddress(url)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});

describe('the dialogs', () => {
  const dialogs = (answers: { canceled: boolean; filePaths: string[]; filePath?: string }) => {
    const dialog = {
      showOpenDialog: vi.fn(() => Promise.resolve(answers)),
      showSaveDialog: vi.fn(() => Promise.resolve(answers)),
    };
    const window = Object.create(null) as BrowserWindow;
    const shell = {} as Shell;
    return {
      dialog,
      actions: electronDialogs(
        { dialog: dialog as unknown as Dialog, shell },
        () => window,
        () => 'de',
      ),
    };
  };

  it('give null when they are cancelled', async () => {
    const { actions } = dialogs({ canceled: true, filePaths: [], filePath: '' });
    expect(await actions.chooseFiles()).toBeNull();
    expect(await actions.chooseFolder('archive')).toBeNull();
    expect(await actions.chooseSavePath('notizen.md')).toBeNull();
  });

  it('give what was chosen, and speak the language of the window', async () => {
    const { actions, dialog } = dialogs({ canceled: false, filePaths: ['/a', '/b'], filePath: '/c.md' });
    expect(await actions.chooseFiles()).toEqual(['/a', '/b']);
    expect(await actions.chooseFolder('export')).toBe('/a');
    expect(await actions.chooseSavePath('notizen.md')).toBe('/c.md');
    expect(dialog.showSaveDialog).toHaveBeenCalledWith(expect.anything(), {
      title: 'Export speichern',
      defaultPath: 'notizen.md',
    });
  });
});
