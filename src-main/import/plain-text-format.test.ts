import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { takeDateLine } from './date-line.ts';
import { readPlainText } from './plain-text-format.ts';
import type { Page } from './import-record.ts';

const words = (text: string) => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

const asText = (source: string) => normaliseText(source.replace(/[\v\f]/g, '\n'));

/** The law: nothing of the source is lost but its date line. */
function expectEveryWord(source: string, page: Page) {
  const title = page.metadata.titleFrom === 'source' ? `${page.metadata.title}\n` : '';
  expect(words(title + plainText(page.lead, page.blocks))).toEqual(words(takeDateLine(asText(source)).rest));
}

const read = (source: string) => {
  const page = readPlainText(source, 'quelle.txt');
  expectEveryWord(source, page);
  return page;
};

const seedFile = '../shared/seed/000_983a0c29aa7f4384.txt';

describe('the first article', () => {
  it.skipIf(!existsSync(seedFile))('is read with all it says', () => {
    const page = read(readFileSync(seedFile, 'utf8'));
    const { metadata, blocks, lead } = page;
    expect(metadata).toMatchObject({
      title: 'Trump will Russlands Staatschef Putin in Budapest treffen',
      titleFrom: 'lead',
      published: '2025-10-16',
      language: 'de',
      authors: [],
    });
    expect(plainText(lead, [])).toBe(
      'Trump will Russlands Staatschef Putin in Budapest treffen. Das kündigte der US-Präsident nach einem Telefonat mit dem Kremlchef an. Einen Zeitpunkt nannte er nicht.',
    );
    expect(blocks.map((block) => block.type).join(' ')).toBe(
      'figure paragraph paragraph video paragraph heading paragraph video paragraph paragraph heading paragraph video paragraph',
    );
    expect(blocks[0]).toMatchObject({ credit: 'AP', creditLine: 'Quelle: AP', asset: null });
    expect(blocks.flatMap((block) => (block.type === 'video' ? [[block.duration, block.date]] : []))).toEqual([
      [21, '2025-09-10'],
      [20, '2025-10-03'],
      [157, '2025-08-18'],
    ]);
  });
});

const LONG = 'Das ist ein Absatz, der einen ganzen Satz enthält und darum länger ist als jede Überschrift davor.';

describe('plain text', () => {
  it.each([
    ['date 2025-10-16 Erster Satz.', '2025-10-16'],
    [' DATE: 2025-10-16T21:58:00+0200 Erster Satz.', '2025-10-16T21:58:00+02:00'],
    ['Datum 16.10.2025 Erster Satz.', '2025-10-16'],
    ['Datum: Donnerstag, 16. Oktober 2025, 21:58 Uhr\nErster Satz.', '2025-10-16'],
    ['October 16, 2025\n\nErster Satz.', '2025-10-16'],
    ['Stand: 16.10.2025, 21:58 Uhr\n\nErster Satz.', '2025-10-16'],
    ['Veröffentlicht am 3. März 2024\n\nErster Satz.', '2024-03-03'],
    ['date 2025-02-30 Erster Satz.', null],
    ['Datum und Ort stehen fest. Mehr nicht.', null],
    ['16.10.2025 war ein Donnerstag.', null],
    ['Stand 16.10.2025 gab es 12 Fälle.', null],
  ])('takes the date line of "%s"', (source, published) => {
    const page = read(source);
    expect(page.metadata.published).toBe(published);
    if (published !== null) expect(plainText(page.lead, page.blocks)).toBe('Erster Satz.');
  });

  it('takes a short first line before a longer paragraph as headline', () => {
    const page = read(`Gipfel in Budapest geplant\n\n${LONG}\n\n${LONG}`);
    expect(page.metadata).toMatchObject({ title: 'Gipfel in Budapest geplant', titleFrom: 'source' });
    expect(plainText(page.lead, [])).toBe(LONG);
    expect(page.blocks).toHaveLength(1);
  });

  it('reads a byline between headline and text, and leaves it in the text', () => {
    const page = read(`Gipfel in Budapest geplant\n\nVon Anna Beispiel und Jan van der Muster\n\n${LONG}\n\n${LONG}`);
    expect(page.metadata.authors).toEqual(['Anna Beispiel', 'Jan van der Muster']);
    expect(page.metadata.titleFrom).toBe('source');
  });

  it('sets headings between paragraphs only, and never a line with a full stop', () => {
    const page = read(`${LONG}\n\nWas nun?\n\n${LONG}\n\nEin kurzer Satz.\n\n${LONG}\n\nKein Schluss`);
    expect(page.blocks.map((block) => block.type)).toEqual([
      'heading',
      'paragraph',
      'paragraph',
      'paragraph',
      'paragraph',
    ]);
  });

  it.each([
    ['Putin im Kreml. (Archivbild) Quelle: AP', 'Quelle: AP', 'AP'],
    ['Putin im Kreml. Foto: dpa/Max Muster', 'Foto: dpa/Max Muster', 'dpa/Max Muster'],
    ['Putin im Kreml (Bild: Reuters)', '(Bild: Reuters)', 'Reuters'],
    ['Putin im Kreml. © AFP', '© AFP', 'AFP'],
    [
      'Putin in the Kremlin. Credit: A. Example / Getty Images',
      'Credit: A. Example / Getty Images',
      'A. Example / Getty Images',
    ],
    ['Foto: picture alliance', 'Foto: picture alliance', 'picture alliance'],
    ['Putin im Kreml. (Archivbild)', null, null],
  ])('reads the caption "%s"', (line, creditLine, credit) => {
    const [figure] = read(`${LONG}\n\n${line}\n\n${LONG}`).blocks;
    expect(figure).toMatchObject({ type: 'figure', creditLine, credit });
  });

  it.each([
    ['Quelle: Statistisches Bundesamt. Die Zahlen sind vorläufig und werden noch geprüft, hieß es.'],
    ['Er nannte als Quelle: niemanden. Das war alles. Mehr sagte er nicht zu diesem Fall am Abend.'],
    ['Quelle: dpa'],
  ])('keeps "%s" a paragraph', (line) => {
    expect(read(`${LONG}\n\n${line}`).blocks[0]?.type).toBe('paragraph');
  });

  it.each([
    ['Trump trifft Putin 10.09.2025 | 0:21 min', '2025-09-10', 21],
    ['Trump trifft Putin 10.09.2025 | 1:02:03 min', '2025-09-10', 3723],
    ['Trump trifft Putin | 2:37 Min.', null, 157],
    ['Trump trifft Putin (12:00 Minuten)', null, 720],
    ['Trump trifft Putin 3. März 2024 · 0:20 min', '2024-03-03', 20],
  ])('reads the video teaser "%s"', (line, date, duration) => {
    expect(read(`${LONG}\n\n${line}\n\n${LONG}`).blocks[0]).toMatchObject({ type: 'video', date, duration });
  });

  it('reads a list only where every line is plainly an item', () => {
    const page = read(`${LONG}\n\n• eins\n• zwei\n\n• drei\n\n- Ja, sagte er.\n\n${LONG}`);
    expect(page.blocks.map((block) => block.type)).toEqual(['list', 'paragraph']);
    const [list] = page.blocks;
    expect(list?.type === 'list' && list.items).toHaveLength(4);
    expect(read(`${LONG}\n\n- Ja, sagte er.\n\n${LONG}`).blocks[0]?.type).toBe('paragraph');
  });

  it('joins lines that were broken at a margin', () => {
    const wrapped =
      'Der Gipfel soll nach dem Willen beider Seiten noch\nin diesem Jahr in der ungarischen Hauptstadt sein.\nMehr ist nicht bekannt.';
    expect(plainText(read(wrapped).lead, [])).toBe(wrapped.replaceAll('\n', ' '));
  });

  it('takes lines as paragraphs where no blank line parts them', () => {
    expect(read(`${LONG}${LONG}\n${LONG}${LONG}\n${LONG}${LONG}`).blocks).toHaveLength(2);
  });

  it('keeps only the first sentence of an endless first paragraph as lead', () => {
    const page = read(`Erster Satz. ${LONG.repeat(1)} ${`${LONG} `.repeat(12)}`);
    expect(plainText(page.lead, [])).toBe('Erster Satz.');
    expect(page.metadata.title).toBe('Erster Satz');
  });

  it('takes no line for a headline where the title is known, unless it is that', () => {
    const source = `Gipfel in Budapest geplant\n\n${LONG}\n\n${LONG}`;
    const other = readPlainText(source, 'a.txt', 'Ein anderer Titel');
    expect([other.metadata.title, plainText(other.lead, [])]).toEqual([
      'Ein anderer Titel',
      'Gipfel in Budapest geplant',
    ]);
    expect(plainText(readPlainText(source, 'a.txt', 'Gipfel in  Budapest geplant').lead, [])).toBe(LONG);
  });

  it('refuses a text without a word', () => {
    expect(() => readPlainText('date 2025-10-16\n\n*** … ---', 'a.txt')).toThrow(/no-text/);
  });

  it('loses no word of any text', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.lorem({ maxCount: 12 }),
      fc.lorem({ maxCount: 3, mode: 'sentences' }),
      fc.constantFrom(
        LONG,
        'Kurze Zeile',
        '• Punkt',
        '- Strich',
        'Von Anna Beispiel',
        'Bild. Quelle: AP',
        'Quelle: AP',
        'Film 10.09.2025 | 0:21 min',
        '16.10.2025',
        '2. Zweitens',
        '(Foto: dpa)',
        'a\u000Bb\u000Cc\u0085d',
      ),
    );
    const gap = fc.constantFrom('\n', '\n\n', '\r\n\r\n', '\n \t\n');
    const source = fc
      .tuple(
        fc.constantFrom('', 'date 2025-10-16 ', 'Datum: 16. Oktober 2025\n'),
        fc.array(fc.tuple(line, gap), { maxLength: 8 }),
      )
      .map(([date, parts]) => date + parts.flat().join(''));
    fc.assert(
      fc.property(source, (text) => {
        try {
          read(text);
        } catch (error) {
          expect(String(error)).toContain('no-text');
          // A lone combining mark, as NFC makes of some musical notes, is no word.
          expect(takeDateLine(asText(text)).rest).not.toMatch(/[\p{L}\p{N}]/u);
        }
      }),
      { numRuns: 1000, examples: [['\u{1D15E}\n']] },
    );
  });

  const corpus = '../shared/corpus/german-news.tsv';
  it.skipIf(!existsSync(corpus))('loses no word of 700 German news articles, and knows their language', () => {
    const texts = readFileSync(corpus, 'utf8').trimEnd().split('\n').slice(1);
    expect(texts.length).toBeGreaterThanOrEqual(700);
    const languages = texts.map((row) => {
      const page = read(row.split('\t')[2] ?? '');
      expect(page.metadata.title.length).toBeGreaterThan(0);
      expect(page.metadata.title.length).toBeLessThanOrEqual(201);
      return page.metadata.language;
    });
    expect(languages.filter((language) => language === 'de').length).toBeGreaterThanOrEqual(698);
  });
});
