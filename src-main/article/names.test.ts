import { describe, expect, it } from 'vitest';
import { hostOf, normaliseAddress } from './address.ts';
import { makeArticleId } from './article-id.ts';
import { assetName, sniffMediaType } from './asset-name.ts';
import { makeCiteKey } from './cite-key.ts';
import { firstSentence } from './first-sentence.ts';
import { imageSize } from './image-size.ts';
import { normaliseLanguage } from './language-tag.ts';
import { sourceName } from './source-name.ts';
import { textHash } from './text-hash.ts';

describe('an address', () => {
  it.each([
    ['HTTP://WWW.Example.ORG:80/A/b?utm_source=x&q=1&fbclid=2#absatz', 'https://www.example.org/A/b?q=1'],
    ['https://example.org:443/?gclid=1', 'https://example.org/'],
    ['https://example.org:8443/a?b', 'https://example.org:8443/a?b'],
    ['https://example.org/#!/artikel/1', 'https://example.org/#!/artikel/1'],
    ['https://example.org/#/artikel/1', 'https://example.org/#/artikel/1'],
    ['https://example.org/a?b=%20c&a=1', 'https://example.org/a?b=%20c&a=1'],
    ['  kein Ort ', 'kein Ort'],
  ])('%s is compared as %s', (address, normal) => {
    expect(normaliseAddress(address)).toBe(normal);
    expect(normaliseAddress(normal)).toBe(normal);
  });

  it('has a host, or none', () => {
    expect(hostOf('https://WWW.zdf.de/x')).toBe('www.zdf.de');
    expect(hostOf('mailto:a@b.de')).toBeNull();
    expect(hostOf(null)).toBeNull();
  });
});

describe('names', () => {
  const source = {
    published: '2025-10-16T23:30:00+02:00',
    archived: '2026-11-22T20:00:00Z',
    title: 'Trump will Rußlands Staatschef Putin – in „Köln“ treffen?',
    canonicalUrl: null,
    url: null,
    text: 'Text',
  };

  it('an id is day, at most 40 characters of title, ten digits of hash', () => {
    expect(makeArticleId(source)).toBe(
      `2025-10-16-trump-will-russlands-staatschef-putin-in-${textHash('Text').slice(0, 10)}`,
    );
    expect(makeArticleId({ ...source, published: '2025-10', title: '日本' })).toBe(
      `2025-10-01-${textHash('Text').slice(0, 10)}`,
    );
    expect(makeArticleId({ ...source, title: 'CON' }).length).toBeLessThanOrEqual(80);
  });

  it('an id follows the canonical address, then the address, then the text', () => {
    const one = makeArticleId({ ...source, url: 'http://example.org/a?utm_medium=x' });
    expect(makeArticleId({ ...source, url: 'https://example.org/a', text: 'anders' })).toBe(one);
    expect(makeArticleId({ ...source, url: 'https://other.example', canonicalUrl: 'https://example.org/a' })).toBe(one);
    expect(makeArticleId({ ...source, text: 'anders' })).not.toBe(makeArticleId(source));
  });

  it('a cite key is unique', () => {
    const taken = new Set(['beispiel2025trump', 'beispiel2025trumpa']);
    const article = { ...source, authors: ['Anna Beispiel'], publisher: 'ZDF' };
    expect(makeCiteKey(article, () => false)).toBe('beispiel2025trump');
    expect(makeCiteKey(article, (key) => taken.has(key))).toBe('beispiel2025trumpb');
    expect(makeCiteKey({ ...article, authors: [] }, () => false)).toBe('zdf2025trump');
  });

  it('the outlet is publisher, else host, else nothing', () => {
    expect(sourceName('ZDF', 'https://a.example', null)).toBe('ZDF');
    expect(sourceName(null, null, 'https://www.zdf.de/x')).toBe('www.zdf.de');
    expect(sourceName(null, null, null)).toBe('');
  });

  it('an asset is named by its bytes, not by what was claimed', () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1');
    expect(assetName(png, 'text/html')).toMatch(/^[0-9a-f]{16}\.png$/);
    expect(assetName(Buffer.from('?'), 'application/x-thing')).toMatch(/^[0-9a-f]{16}\.bin$/);
    expect(sniffMediaType(Buffer.from('<!-- x --><svg onload=alert(1)>'))).toBe('image/svg+xml');
  });

  it('a picture tells its size, and nothing tells none', () => {
    const gif = Buffer.from('R0lGODlhAgABAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAEAAAICBAoAOw==', 'base64');
    expect(imageSize(gif)).toEqual({ width: 2, height: 1 });
    for (const bytes of [gif.subarray(0, 5), Buffer.from('GIF89a'), Buffer.alloc(40, 0xff), Buffer.alloc(0)]) {
      expect(imageSize(bytes)).toEqual({ width: null, height: null });
    }
  });

  it('a language tag is spelled as usual, or refused', () => {
    expect(['DE_at', 'zh-hant', 'en-us-x-test', 'deutsch!', 'und', null].map(normaliseLanguage)).toEqual([
      'de-AT',
      'zh-Hant',
      'en-US-x-Test',
      null,
      null,
      null,
    ]);
  });
});

describe('the first sentence', () => {
  it.each([
    ['Trump will Putin treffen. Das kündigte er an.', 'Trump will Putin treffen'],
    ['Am 3. Oktober wird gefeiert. Danach nicht.', 'Am 3. Oktober wird gefeiert'],
    ['Dr. Merz und Prof. Klein reden z. B. über Geld. Sonst nichts.', 'Dr. Merz und Prof. Klein reden z. B. über Geld'],
    ['„Das reicht!“, sagte sie. Und ging.', '„Das reicht!“, sagte sie'],
    ['Wer kommt? Niemand.', 'Wer kommt?'],
    ['Der Preis stieg auf 2.500 Euro. Mehr nicht.', 'Der Preis stieg auf 2.500 Euro'],
    ['Ohne Punkt', 'Ohne Punkt'],
    ['Er sagte: "Genug." Dann ging er.', 'Er sagte: "Genug."'],
    ['Warten … Dann kam er.', 'Warten …'],
  ])('of "%s" is "%s"', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});
