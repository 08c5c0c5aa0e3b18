import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArticleRow, FormerNote, ImportReport, NoteRow, Version, VersionDiff, VerifyReport } from '#contract';
import { CommandLine } from './try-command-line.ts';

type Accepted = VerifyReport & {
  accepted: { id: string; changed: string[]; missing: string[]; kept: string | null }[];
};
type Annotation = { id: string };

const long = (extra: string) =>
  `${Array.from({ length: 40 }, (_, at) => `Im Hafen liegt Schiff ${at} vor Anker`).join('. ')}. ${extra}`;
const page = (title: string, text: string) =>
  `---\ntitle: "${title}"\nurl: https://kueste.example/faehre\ndate: 2025-03-04\n---\n\n${text}\n`;

let cli: CommandLine;
let id: string;

const importPage = async (title: string, text: string) => {
  await writeFile(join(cli.home, 'faehre.md'), page(title, text));
  return (await cli.json<ImportReport>('import', 'faehre.md')).value;
};
const folder = () => join(cli.archive, 'articles', '2025', id);
const ids = async () => (await cli.json<ArticleRow[]>('list')).value.map((row) => row.id);
const versions = async () => (await cli.json<Version[]>('versions', id)).value;
const verify = async () => {
  const { code, value } = await cli.json<VerifyReport>('verify');
  return { code, changed: value.changed, missing: value.missing, unreadable: value.unreadable };
};

beforeEach(async () => {
  cli = await CommandLine.make();
  const report = await importPage('Die Fähre fährt', long('Am Dienstag ging es los.'));
  id = report.imported[0]?.id ?? '';
});
afterEach(() => cli.remove());

describe('an address that is saved again', () => {
  it('becomes a new version beside the former one, which can be compared and restored', async () => {
    const { merged } = await importPage('Die Fähre fährt wieder', long('Am Mittwoch ging es los.'));
    expect(merged).toMatchObject([{ id, reason: 'new version' }]);
    const [former] = await versions();
    const { value } = await cli.json<VersionDiff>('diff', id);
    expect(value).toMatchObject({ added: 1, removed: 1, from: { version: former?.id }, to: { version: null } });
    expect(value.title).toContainEqual({ kind: 'added', text: ' wieder' });
    expect((await cli.run('diff', id)).out).toContain('Am [-Dienstag-]{+Mittwoch+} ging es los.');
    const back = await cli.json<VersionDiff>('diff', id, '--from', 'now', '--to', former?.id ?? '');
    expect(back.value.paragraphs.flat()).toContainEqual({ kind: 'added', text: 'Dienstag' });
    expect((await cli.run('diff', id, '--from', '1999')).code).toBe(1);

    expect((await cli.run('restore', id, '--version', former?.id ?? '')).code).toBe(0);
    expect((await cli.run('show', id)).out).toContain('Dienstag');
    expect(await versions()).toHaveLength(1);
    expect(await verify()).toEqual({ code: 0, changed: [], missing: [], unreadable: [] });
  });

  it.each([
    ['error page', '404 Not Found', 'The page you asked for is not here.'],
    ['much shorter', 'Die Fähre fährt', 'Im Hafen liegt Schiff 0 vor Anker.'],
    ['wall', 'Die Fähre fährt', `${long('').slice(0, 500)} Jetzt abonnieren und weiterlesen.`],
  ])('keeps its good capture where the new one is poorer: %s', async (why, title, text) => {
    const { merged } = await importPage(title, text);
    expect(merged[0]?.reason).toContain(why);
    expect((await cli.run('show', id)).out).toContain('Am Dienstag');
    const beside = await versions();
    expect(beside).toHaveLength(1);
    // The same again is nothing new.
    expect((await importPage(title, text)).skipped).toHaveLength(1);
    expect(await versions()).toHaveLength(1);
    expect((await cli.run('restore', id, '--version', beside[0]?.id ?? '')).code).toBe(0);
    expect((await cli.run('show', id)).out).not.toContain('Am Dienstag');
    expect(await versions()).toHaveLength(1);
  });

  it('has nothing to compare where there is one version', async () => {
    expect(await cli.run('diff', id)).toMatchObject({ code: 0, out: 'No earlier captures.\n' });
  });
});

describe('a note that was changed', () => {
  it('can be listed as it was, and restored; what it was then stays', async () => {
    const made = (await cli.json<Annotation>('note', id, '--body', 'Erst so')).value.id.replace('urn:uuid:', '');
    expect((await cli.run('history', made)).out).toContain('No earlier versions');
    const path = join(folder(), 'notes', `${made}.json`);
    const former = await readFile(path, 'utf8');
    const history = join(cli.archive, 'trash', 'notes-history', id, made);
    await mkdir(history, { recursive: true });
    await writeFile(
      join(history, '20261122T120000000Z-0123456789abcdef.json'),
      former.replace('Erst so', 'Noch früher'),
    );
    const { value } = await cli.json<FormerNote[]>('history', made);
    expect(value).toMatchObject([{ body: 'Noch früher', replaced: '2026-11-22T12:00:00.000Z' }]);
    expect((await cli.run('restore', made.slice(0, 12), '--version', value[0]?.id ?? '')).code).toBe(0);
    expect((await cli.json<NoteRow[]>('notes')).value).toMatchObject([{ id: made, body: 'Noch früher' }]);
    expect((await cli.json<FormerNote[]>('history', made)).value.map(({ body }) => body)).toContain('Erst so');
  });

  it('comes back from the trash under its own id', async () => {
    const made = (await cli.json<Annotation>('note', id, '--body', 'Weg')).value.id.replace('urn:uuid:', '');
    await cli.run('delete', made);
    const { value } = await cli.json<{ restored: { notes: string[] } }>('restore', made);
    expect(value.restored.notes).toEqual([made]);
  });

  it('is not made with nothing to say', async () => {
    expect(await cli.run('note', id)).toMatchObject({ code: 2 });
    expect(await cli.run('note', id, '--body', '  ')).toMatchObject({ code: 2 });
    expect((await cli.json<NoteRow[]>('notes')).value).toEqual([]);
    expect((await cli.run('note', id, '--quote', 'Am Dienstag')).code).toBe(0);
  });
});

describe('files that were changed from outside', () => {
  it('are accepted on request, and then nothing is damaged', async () => {
    const path = join(folder(), 'article.html');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('Am Dienstag', 'Am Freitag'));
    expect(await verify()).toMatchObject({ code: 3, changed: [`articles/2025/${id}/article.html`] });
    const { code, value } = await cli.json<Accepted>('verify', '--accept', id.slice(0, 14));
    expect({ code, changed: value.accepted[0]?.changed }).toEqual({
      code: 0,
      changed: [`articles/2025/${id}/article.html`],
    });
    expect(await readFile(join(cli.archive, value.accepted[0]?.kept ?? '', 'manifest-sha256.txt'), 'utf8')).toContain(
      'article.html',
    );
    expect((await cli.run('show', id)).out).toContain('Am Freitag');
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await cli.run('verify', '--accept')).toMatchObject({ code: 2 });
  });

  it('are refused where they cannot be parsed', async () => {
    await writeFile(join(folder(), 'article.html'), 'kaputt');
    expect(await cli.run('verify', '--accept', id)).toMatchObject({ code: 3, out: '' });
    expect(await verify()).toMatchObject({ code: 3, changed: [`articles/2025/${id}/article.html`] });
  });

  it('are never sealed anew by the next change: a damaged state is named and left as it is', async () => {
    await cli.run('tag', id, '+Küste');
    const path = join(folder(), 'state.json');
    const damaged = (await readFile(path, 'utf8')).replace('Küste', 'Kuste');
    await writeFile(path, damaged);
    const listed = await cli.run('list');
    expect(listed.err).toContain('state.json');
    expect(listed.out).not.toContain('#Kuste');
    expect(await cli.run('tag', id, '+Hafen')).toMatchObject({ code: 3 });
    expect(await readFile(path, 'utf8')).toBe(damaged);
    expect((await cli.run('show', id)).code).toBe(0);
    const { value } = await cli.json<Accepted>('verify', '--accept', id);
    expect(await readFile(join(cli.archive, value.accepted[0]?.kept ?? '', 'state.json'), 'utf8')).toBe(damaged);
    expect((await cli.run('list')).out).toContain('#Kuste');
  });
});

describe('files that are gone', () => {
  it('are named: a whole article, a note, a state, a manifest; until it is accepted that they are gone', async () => {
    const note = (await cli.json<Annotation>('note', id, '--body', 'Notiz')).value.id.replace('urn:uuid:', '');
    await cli.run('tag', id, '+Küste');
    await rm(join(folder(), 'notes', `${note}.json`));
    await rm(join(folder(), 'state.json'));
    const missing = [`articles/2025/${id}/notes/${note}.json`, `articles/2025/${id}/state.json`];
    expect(await verify()).toMatchObject({ code: 3, missing });
    // Also once the index no longer knows of them.
    expect(await verify()).toMatchObject({ code: 3, missing });
    await rm(folder(), { recursive: true, maxRetries: 5 });
    expect((await verify()).missing).toEqual([`articles/2025/${id}`, ...missing]);
    const { code, value } = await cli.json<Accepted>('verify', '--accept', id);
    expect({ code, missing: value.accepted[0]?.missing }).toEqual({
      code: 0,
      missing: [`articles/2025/${id}`, ...missing],
    });
    expect(await verify()).toMatchObject({ code: 0, missing: [] });
  });

  it('are not missed where they were deleted here', async () => {
    await cli.run('delete', id);
    expect(await verify()).toMatchObject({ code: 0 });
    await cli.run('restore', id);
    await cli.run('delete', id, '--forever');
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('of which the manifest is one leave the article in the list, by its title', async () => {
    const manifest = join(folder(), 'manifest-sha256.txt');
    const sealed = await readFile(manifest);
    await rm(manifest);
    const listed = await cli.run('list');
    expect(listed.out).toContain('Die Fähre fährt');
    expect(listed.err).toContain('manifest-sha256.txt');
    expect(await ids()).toEqual([id]);
    expect(await cli.run('show', id)).toMatchObject({ code: 3 });
    expect(await verify()).toMatchObject({ code: 3, missing: [`articles/2025/${id}/manifest-sha256.txt`] });
    expect((await cli.run('verify', '--accept', id)).code).toBe(0);
    expect(await readFile(manifest)).toEqual(sealed);
    expect((await cli.run('show', id)).code).toBe(0);
  });
});

describe('lines for people', () => {
  it('carry no control characters of strangers, and none that turn the direction of reading', async () => {
    await writeFile(
      join(cli.home, 'boese.md'),
      '---\ntitle: "Titel \\e[31m\\u202Etor\\u200F"\ndate: 2025-01-01\n---\n\nEin Text über Schleusen.\n',
    );
    await cli.run('import', 'boese.md');
    const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
    for (const argv of [['list'], ['search', 'Schleusen']]) expect((await cli.run(...argv)).out).not.toMatch(unsafe);
  });

  it('check the quotations of a draft that is not in UTF-8', async () => {
    await writeFile(join(cli.home, 'a.md'), '# Über Flüsse\n\nDer Fluß führt grüne Fluten über die Brücke.\n');
    await cli.run('import', 'a.md');
    const draft = 'Es heißt: "führt grüne Fluten über die Brücke".\n';
    await writeFile(join(cli.home, 'draft.txt'), Buffer.from(draft, 'latin1'));
    expect((await cli.json<{ verdict: string }[]>('check-quotes', 'draft.txt')).value).toMatchObject([
      { verdict: 'verbatim' },
    ]);
  });

  it('say what is wrong with a draft that is a folder or no text', async () => {
    await mkdir(join(cli.home, 'entwurf'));
    expect(await cli.run('check-quotes', 'entwurf')).toMatchObject({
      code: 2,
      err: expect.stringContaining('that is a folder') as string,
    });
    await writeFile(join(cli.home, 'bild.txt'), Buffer.from([0x89, 0x50, 0, 1, 2]));
    await writeFile(join(cli.home, 'entwurf.docx'), Buffer.from('PK\u0003\u0004 „Zitat“'));
    for (const file of ['bild.txt', 'entwurf.docx'])
      expect(await cli.json('check-quotes', file)).toMatchObject({
        code: 1,
        value: { error: { code: 'binary-input' } },
      });
  });
});
