import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../errors.ts';
import { callLanguage, inLanguage } from './call-language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { message, queryRemark, sentence } from './index.ts';

const LANGUAGES = { de, en } as const;

describe('sentences about failures', () => {
  it.each(['de', 'en'] as const)('names subject and reason for every code (%s)', (language) => {
    for (const code of Object.keys(LANGUAGES[language].error) as (keyof typeof en.error)[]) {
      const text = sentence(new ArchiveError(code, { path: '/a/b.html', count: 3, reason: 'it rained' }), language);
      expect(text, code).toContain('/a/b.html');
      expect(text, code).not.toMatch(/\{\{|undefined|error\./u);
    }
  });

  it('says a known reason in the language of the reader, and an unknown one as it came', () => {
    const locked = new ArchiveError('archive-locked', { folder: '/a', reason: 'holder', pid: 12, host: 'desk' });
    expect(sentence(locked, 'de')).toContain('gehalten von Prozess 12 auf desk');
    expect(sentence(new ArchiveError('unreadable', { file: 'x', reason: 'no <main>' }), 'en')).toContain('(no <main>)');
  });

  it('says the line of a damaged page and its reason in the language of the reader', () => {
    const damaged = new ArchiveError('unreadable', { path: '/a/article.html', reason: 'line 1: missing-doctype' });
    expect(sentence(damaged, 'de')).toContain('(Zeile 1: sie beginnt nicht wie eine Artikelseite)');
    expect(sentence(damaged, 'en')).not.toContain('missing-doctype');
    const cut = new ArchiveError('unreadable', { path: '/a/article.html', reason: 'line 22: eof-in-tag' });
    expect(sentence(cut, 'de')).toContain('(Zeile 22: die Datei bricht mittendrin ab)');
  });

  it('names what kind of thing was not found, and the value of a wrong argument', () => {
    expect(sentence(new ArchiveError('not-found', { kind: 'note', id: 'ab' }), 'de')).toContain('Notiz „ab“');
    const wrong = new ArchiveError('bad-argument', { argument: 'range', value: '4-4' });
    expect(sentence(wrong, 'en')).toBe('Wrong value for range (4-4).');
  });

  it('shows no placeholder when a failure names nothing', () => {
    expect(sentence(new ArchiveError('not-found'), 'de')).toBe('Nicht gefunden: der Eintrag.');
  });

  it('lets no value act as template, terminal command or wall of text', () => {
    const text = sentence(
      new ArchiveError('not-found', { id: `$t(unnamed) {{code}} \u001b[2J${'x'.repeat(5000)}` }),
      'en',
    );
    expect(text).toContain('$t(unnamed) {{code}}');
    expect(text).not.toContain('\u001b');
    expect(text.length).toBeLessThan(400);
  });

  it('turns what the file system says into our codes', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write', path: '/a/note.json' });
    expect(sentence(full, 'en')).toContain('The disk is full: /a/note.json');
    expect(sentence(new TypeError('secret detail'), 'en')).not.toContain('secret detail');
  });
});

describe('messages', () => {
  it('have the same placeholders in both languages', () => {
    const placeholders = (tree: object): string[] =>
      Object.entries(tree).map(([key, value]: [string, unknown]) =>
        typeof value === 'string'
          ? `${key} ${[...new Set(value.match(/\{\{\w+\}\}/gu) ?? [])].sort().join(' ')}`
          : `${key} ${placeholders(value as object).join('\n')}`,
      );
    expect(placeholders(de)).toEqual(placeholders(en));
  });

  it('count', () => {
    expect(message('cli.notes', 'de', { count: 1 })).toBe('1 Notiz');
    expect(message('cli.notes', 'en', { count: 2 })).toBe('2 notes');
  });
});

describe('remarks on a query', () => {
  it('quote the part they are about', () => {
    const remark = { code: 'bad-date', start: 6, end: 12 };
    expect(queryRemark(remark, 'trump date:x', 'en')).toContain('“date:x” is no date');
    expect(queryRemark({ ...remark, code: 'constructor' }, 'trump date:x', 'de')).toContain('„date:x“');
  });
});

describe('the language of a call', () => {
  it('follows what the call awaits and ends with it', async () => {
    const seen = await inLanguage('de', async () => {
      await Promise.resolve();
      return callLanguage('en');
    });
    expect(seen).toBe('de');
    expect(callLanguage('en')).toBe('en');
  });
});
