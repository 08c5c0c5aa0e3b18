import { describe, expect, it } from 'vitest';
import { poorerBecause } from './poorer-capture.ts';

const words = (count: number) => Array.from({ length: count }, (_, at) => `Wort${at}`).join(' ');
const article = { title: 'Der Rat berät über die Brücke', text: words(400) };
const reason = (title: string, text: string, former = article) => poorerBecause(former, { title, text });

describe('a capture that must not take the place of a good one', () => {
  it.each([
    '404',
    '404 – Seite nicht gefunden',
    'Error 403: Forbidden',
    'Zugriff verweigert | Anzeiger',
    'Just a moment...',
    'Attention Required! | Proxy',
    'Seite nicht gefunden',
    '502 Bad Gateway',
    'Sind Sie ein Roboter?',
    'Access Denied',
  ])('is an error page: %s', (title) => {
    expect(reason(title, words(30))).toBe('error-page');
    expect(reason(title, words(200))).toBe('error-page');
  });

  it.each([
    'Sie möchten den ganzen Text? Jetzt abonnieren.',
    'Weiterlesen mit dem Digitalpaket',
    'Subscribe to continue reading this story.',
    'Alle Cookies akzeptieren',
    'Please enable JavaScript to view this page.',
    'Bestätigen Sie, dass Sie ein Mensch sind.',
  ])('is a wall in the middle of the text: %s', (wall) => {
    expect(reason(article.title, `${words(200)} ${wall}`)).toBe('wall');
  });

  it('is much shorter than what is there', () => {
    expect(reason(article.title, words(159))).toBe('much-shorter');
    expect(reason(article.title, '')).toBe('much-shorter');
  });
});

describe('a capture that takes the place of the former one', () => {
  it('is a correction, a longer text, or a text that was cut a little', () => {
    expect(reason('Anderer Titel', words(400))).toBeNull();
    expect(reason(article.title, words(900))).toBeNull();
    expect(reason(article.title, words(161))).toBeNull();
  });

  it('is one with the same call for subscribers that the former one had', () => {
    const text = `${words(400)} Jetzt abonnieren`;
    expect(poorerBecause({ ...article, text }, { ...article, text: `${words(250)} Jetzt abonnieren` })).toBeNull();
  });

  it('is an article about an error page, and any article where an error page was kept', () => {
    expect(reason('404 Tage im Amt: eine Bilanz', words(500))).toBeNull();
    expect(reason(article.title, article.text, { title: '404', text: words(20) })).toBeNull();
    expect(reason('403 Forbidden', words(10), { title: '404', text: words(20) })).toBeNull();
  });

  it('is news in brief that became briefer', () => {
    expect(reason('Kurz gemeldet', words(20), { title: 'Kurz gemeldet', text: words(59) })).toBeNull();
  });
});
