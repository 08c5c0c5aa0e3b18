import { describe, expect, it } from 'vitest';
import {
  ArchivePaths,
  deletedAt,
  isArticleId,
  isTrashId,
  trashTime,
  versionIdOf,
  versionTime,
} from './archive-names.ts';

describe('names in an archive', () => {
  it('stay within 240 characters from a root of 70, wherever a file may come to lie', () => {
    const paths = new ArchivePaths('/'.padEnd(70, 'r'));
    const id = `2025-10-16-${'s'.repeat(40)}-0123456789`;
    const uuid = '11111111-1111-4111-8111-111111111111';
    const version = '20251016T120000Z-9999';
    const asset = '0123456789abcdef.jpeg';
    const thrown = trashTime(new Date());
    const longest = [
      `${paths.article(id)}/assets/${asset}`,
      `${paths.version(id, version)}/assets/${asset}`,
      paths.note(id, uuid),
      `${paths.trashEntry(`${thrown}-${id}`)}/versions/${version}/assets/${asset}`,
      `${paths.trashEntry(`${thrown}-${id}`)}/notes/${uuid}.json`,
      `${paths.trashEntry(`${thrown}-note-${uuid}`)}/${id}/note.json`,
      `${paths.historyOf(id, uuid)}/${thrown}-0123456789abcdef.json`,
      paths.collection(uuid),
    ];
    for (const path of longest) expect(path.length, path).toBeLessThanOrEqual(240);
  });

  it('hold nothing that Windows or a disk blind to case refuses', () => {
    for (const name of [
      '2025-CON',
      '2025-a:b',
      '2025-a.',
      '2025-a ',
      '2025-Ä',
      '2025-a/b',
      '2025-a\\b',
      `2025-${'a'.repeat(80)}`,
    ])
      expect(isArticleId(name), name).toBe(false);
    expect(isArticleId('2025-10-16-trump-putin-0123456789')).toBe(true);
    expect(isTrashId('20251016T120000123Z-2025-10-16-a-0123456789')).toBe(true);
    expect(isTrashId('notes-history')).toBe(false);
  });

  it('tell the time they were given', () => {
    expect(versionIdOf('2025-10-16T14:00:00+02:00')).toBe('20251016T120000Z');
    expect(versionIdOf('2025-10-16')).toBe('20251016T000000Z');
    expect(versionIdOf('neulich')).toBeNull();
    expect(versionTime('20251016T120000Z-2')).toBe('2025-10-16T12:00:00Z');
    const time = new Date('2026-11-22T12:34:56.789Z');
    expect(deletedAt(`${trashTime(time)}-2025-x-0123456789`)).toEqual(time);
  });
});
