import { describe, expect, it } from 'vitest';
import { conflictOf, isConflictName, isNeverOurs } from './conflict-names.ts';

const NOTE = '3f2c8a10-9b7e-4c5d-8e6f-0123456789ab';

/** Names as the programs make them, and what each is a copy of. */
const CASES: [name: string, of: string][] = [
  [`${NOTE}.sync-conflict-20251016-120000-ABCDEF7.json`, `${NOTE}.json`],
  [`${NOTE}.sync-conflict-20251016-120000.json`, `${NOTE}.json`],
  [`${NOTE}.sync-conflict-20251016-120000-ABCDEF7.sync-conflict-20251017-120000-ABCDEF7.json`, `${NOTE}.json`],
  [`${NOTE} (Annas Rechner's conflicted copy 2025-10-16).json`, `${NOTE}.json`],
  ['state (conflicted copy 2025-10-16 120000).json', 'state.json'],
  ['state (In Konflikt stehende Kopie von Anna 2025-10-16).json', 'state.json'],
  ['state (Konfliktkopie 2025-10-16 120000).json', 'state.json'],
  ['state (Copie en conflit de Anna 2025-10-16).json', 'state.json'],
  ['state (Copia en conflicto de Anna 2025-10-16).json', 'state.json'],
  ['state (copia in conflitto di Anna 2025-10-16).json', 'state.json'],
  ['state (cópia em conflito de Anna 2025-10-16).json', 'state.json'],
  ['state (conflicterende kopie van Anna 2025-10-16).json', 'state.json'],
  ['state (конфликтующая копия Анна 2025-10-16).json', 'state.json'],
  ['state (Anna の競合コピー 2025-10-16).json', 'state.json'],
  ['state (Case Conflict).json', 'state.json'],
  ['state (Case Conflict 1).json', 'state.json'],
  ['state (Unicode Encoding Conflict).json', 'state.json'],
  ['state (Selective Sync Conflict).json', 'state.json'],
  ['state [conflicted].json', 'state.json'],
  ['state_conflict-20251016-120000.json', 'state.json'],
  ['state (SFConflict anna@example.org 2025-10-16-12-00-00).json', 'state.json'],
  ['state_LAPTOP_Oct-16-120000-2025_Conflict.json', 'state.json'],
  ['state.Conflict.json', 'state.json'],
  ['state.json.conflict1', 'state.json'],
  ['state_conf(1).json', 'state.json'],
  ['Copy of state.json', 'state.json'],
  ['Kopie von state.json', 'state.json'],
  [`${NOTE}-DESKTOP-4F2K.json`, `${NOTE}.json`],
  ['state-Annas-MacBook.json', 'state.json'],
  ['article-LAPTOP.html', 'article.html'],
  ['state 2.json', 'state.json'],
  [`${NOTE} 3.json`, `${NOTE}.json`],
  ['state (1).json', 'state.json'],
  ['state - Kopie.json', 'state.json'],
  ['state - Kopie (2).json', 'state.json'],
  ['state - Copy.json', 'state.json'],
  ['state copy.json', 'state.json'],
  ['state.json.orig', 'state.json'],
  ['state_BACKUP_4711.json', 'state.json'],
  ['state_LOCAL_4711.json', 'state.json'],
  ['state.REMOTE.4711.json', 'state.json'],
  ['state.json~HEAD', 'state.json'],
  ['state.json.rej', 'state.json'],
  ['state.json.mine', 'state.json'],
  ['state.json~', 'state.json'],
  ['#state.json#', 'state.json'],
  ['.state.json.swp', 'state.json'],
  ['state.json.bak', 'state.json'],
  ['manifest-sha256.sync-conflict-20251016-120000-ABCDEF7.txt', 'manifest-sha256.txt'],
  ['manifest-sha256-LAPTOP.txt', 'manifest-sha256.txt'],
];

describe('a conflict copy', () => {
  it.each(CASES)('%s is one', (name, of) => {
    expect(conflictOf(name)?.of).toBe(of);
    expect(conflictOf(name)?.by).not.toBe('');
  });

  it.each([
    ...['article.html', 'original.txt', 'state.json', 'manifest-sha256.txt', 'archive.json', `${NOTE}.json`],
    ...['20251016T120000Z', '20251016T120000Z-2', '0123456789abcdef.png', '2025-10-16-trump-2-0123456789'],
    ...['assets', 'notes', 'versions', '.next', '.gitattributes', '.stignore', 'fremd.txt'],
  ])('%s is none', (name) => {
    expect(isConflictName(name)).toBe(false);
  });

  it.each([
    '.DS_Store',
    '.syncthing.state.json.tmp',
    '~syncthing~state.json.tmp',
    '.state.json.icloud',
    '.#state.json',
  ])('%s is what systems leave, not one', (name) => {
    expect(isNeverOurs(name)).toBe(true);
  });
});
