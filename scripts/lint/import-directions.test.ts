import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

// The project's own configuration, without types: the planted files do not exist on disk.
const eslint = new ESLint({
  cwd: new URL('../..', import.meta.url).pathname,
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId.endsWith('no-restricted-imports') || ruleId.startsWith('no-restricted-'),
});

async function faults(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  if (!result) throw new Error(`${filePath} was not linted`);
  if (result.fatalErrorCount > 0) throw new Error(result.messages[0]?.message);
  return result.messages.map((message) => message.message);
}

const FORBIDDEN: [file: string, code: string][] = [
  ['src-main/contract.ts', "import type { X } from './errors.ts';"],
  ['src-main/errors.ts', "import { readFile } from 'node:fs';"],
  ['src-main/article/planted.ts', "import { openStore } from '../store/open-store.ts';"],
  ['src-main/article/planted.ts', "import { x } from '../archive.ts';"],
  ['src-main/search/planted.ts', "import { openStore } from '../store/open-store.ts';"],
  ['src-main/search/planted.ts', "import type { ArchiveStore } from '../store/archive-store.ts';"],
  ['src-main/store/planted.ts', "import { placeNote } from '../notes/place-note.ts';"],
  ['src-main/store/planted.ts', "export { placeNote } from '../notes/place-note.ts';"],
  ['src-main/notes/planted.ts', "import { readSource } from '../import/import-formats.ts';"],
  ['src-main/import/planted.ts', "import { renderExport } from '../export/export-formats.ts';"],
  ['src-main/export/deeper/planted.ts', "import { openSearch } from '../../search/open-search.ts';"],
  ['src-main/export/planted.ts', "import { answerCall } from '../hosts/answer-call.ts';"],
  ['src-main/archive.ts', "import { answerCall } from './hosts/answer-call.ts';"],
  ['src-main/archive/planted.ts', "import { main } from '../main.ts';"],
  ['src-main/session/planted.ts', "import { answerCall } from '../hosts/answer-call.ts';"],
  ['src-main/settings/planted.ts', "import { app } from 'electron';"],
  ['src-main/settings/planted.ts', "import { openBrowserDoor } from '../hosts/http-server.ts';"],
  ['src-main/hosts/planted.ts', "import { openArchive } from '../archive.ts';"],
  ['src-main/hosts/electron-window.ts', "import { openSession } from '../session.ts';"],
  ['src-main/hosts/planted.ts', "import { app } from 'electron';"],
  ['src-main/hosts/electron-dialogs.ts', "import { dialog } from 'electron';"],
  ['src-main/store/planted.ts', "import { app } from 'electron';"],
  ['src-main/cli.ts', "import { app } from 'electron';"],
  ['src-main/preload.ts', "import { readFile } from 'node:fs';"],
  ['src-main/preload.ts', "import { ArchiveError } from './errors.ts';"],
  ['src-main/store/planted.ts', "await import('../search/open-search.ts');"],
  ['src-main/cli.ts', "await import('electron');"],
  ['src-main/store/planted.ts', "await fetch('x');"],
  ['src-main/store/planted.ts', 'let sum = 0; sum += await one();'],
  ['src-renderer/search/planted.ts', 'let sum = 0; sum += await one();'],
  ['src-main/store/planted.ts', 'structuredClone({});'],
  ['src-main/store/planted.ts', '[1].toSorted();'],
  ['src-main/store/planted.ts', 'Promise.withResolvers();'],
  ['src-renderer/search/planted.ts', "import { ArchiveError } from '../../src-main/errors.ts';"],
  ['src-renderer/search/planted.ts', "import type { ArchiveStore } from '../../src-main/store/archive-store.ts';"],
  ['src-renderer/search/planted.ts', "import { Article } from '#contract';"],
  ['src-renderer/search/planted.ts', "import { ipcRenderer } from 'electron';"],
  ['src-renderer/search/planted.ts', "import { readFile } from 'node:fs/promises';"],
  ['src-renderer/search/planted.ts', "document.body.innerHTML = '<b>';"],
  ['src-renderer/search/Planted.svelte', "<script>import { x } from '../../src-main/archive.ts'; x();</script>"],
  ['src-renderer/search/Planted.svelte', '<p style="color: red">x</p>'],
];

const ALLOWED: [file: string, code: string][] = [
  ['src-main/errors.ts', "import type { ErrorCode } from '#contract';"],
  ['src-main/article/planted.ts', "import { parse } from 'parse5'; import { x } from './draft.ts';"],
  [
    'src-main/store/planted.ts',
    "import { textHash } from '../article/text-hash.ts'; import type { X } from '#contract';",
  ],
  [
    'src-main/import/planted.ts',
    "import { importText } from './text.ts'; import { ArchiveError } from '../errors.ts';",
  ],
  ['src-main/archive.ts', "import { openStore } from './store/open-store.ts'; import './search/open-search.ts';"],
  [
    'src-main/hosts/planted.ts',
    "import type { Session } from '../session.ts'; import type { Dialog } from 'electron';",
  ],
  ['src-main/hosts/electron-window.ts', "import { BrowserWindow } from 'electron';"],
  ['src-main/main.ts', "import { app } from 'electron'; import { openSession } from './session.ts';"],
  ['src-main/preload.ts', "import { contextBridge } from 'electron'; import type { Bridge } from '#contract';"],
  ['src-main/store/planted.test.ts', 'structuredClone({});'],
  [
    'src-main/store/planted.ts',
    'let sum = 0; const more = await one(); sum += more; let first = null; first ??= await one();',
  ],
  [
    'src-renderer/search/planted.ts',
    "import type { Article } from '#contract'; import { t } from '../locales/index.ts';",
  ],
  ['src-renderer/search/Planted.svelte', '<p style:color="red">x</p>'],
];

describe('the import directions', () => {
  it.each(FORBIDDEN)('refuse in %s: %s', async (file, code) => {
    expect(await faults(file, code)).not.toEqual([]);
  });

  it.each(ALLOWED)('allow in %s: %s', async (file, code) => {
    expect(await faults(file, code)).toEqual([]);
  });
});
