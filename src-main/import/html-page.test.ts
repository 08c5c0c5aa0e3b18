import { describe, expect, it } from 'vitest';
import type { Block } from '#contract';
import { writeArticleHtml } from '../article/article-html.ts';
import { normaliseBlocks } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { readHtmlPage } from './html-page.ts';

const LONG =
  'Das ist ein Absatz mit genug Wörtern, damit er als Text eines Artikels gilt und nicht als Beiwerk, und er endet mit einem Punkt. ';
const NEWS = `<!doctype html>
<html lang="de-DE" dir="ltr"><head>
<title>Gipfel in Budapest | Beispielblatt</title>
<meta property="og:site_name" content="Beispielblatt">
<link rel="canonical" href="/politik/gipfel.html?id=1"><base href="https://www.beispiel.example/">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Gipfel in Budapest &amp; anderswo","author":[{"@type":"Person","name":"Anna Beispiel"},{"name":"Jan Muster"}],"datePublished":"2025-10-16T21:58:00+02:00","dateModified":"2025-10-17","publisher":{"name":"Beispielblatt GmbH"},"articleSection":["Politik"],"inLanguage":"de"}]}</script>
</head><body>
<nav><a href="/">Start</a> <a href="/politik">Politik</a></nav>
<main><article>
<h1>Gipfel in Budapest &amp; anderswo</h1>
<p class="intro"><strong>Der Vorspann fasst zusammen, was im Folgenden steht, und ist fett gesetzt.</strong></p>
<figure><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt="Zwei Männer">
<figcaption>Handschlag in Helsinki.<span class="credit">Foto: dpa</span></figcaption></figure>
<p>${LONG} <a href="hintergrund.html">Hintergrund</a>, <a href="javascript:alert(1)">Falle</a>, <a href="#unten">unten</a>. <em>${LONG}</em></p>
<h2>Zwischentitel</h2><p>${LONG.repeat(3)}</p>
<blockquote><p>Ein Zitat.</p></blockquote>
<ul><li>eins</li><li><p>zwei</p><ol start="3"><li>drei</li></ol></li></ul>
<table><tr><th>Jahr</th><th>Zahl</th></tr><tr><td>2024</td><td>1<br>2</td></tr></table>
<p>Erste Zeile<br>zweite Zeile<br><br>Neuer Absatz mit H<sub>2</sub>O und <code>a  =  b</code>.</p>
<pre><code class="language-js">let a = 1;
  b</code></pre><hr>
<p lang="en">An English quotation that is long enough.</p><p>${LONG.repeat(2)}</p>
<script>Unfug()</script><p style="display:none">Versteckt</p>
</article></main><footer>Impressum</footer></body></html>`;

const typesOf = (blocks: readonly Block[]) => blocks.map((block) => block.type).join(' ');

describe('a page', () => {
  const page = readHtmlPage(NEWS, 'gipfel.html');

  it('tells what it says about itself', () => {
    expect(page.metadata).toMatchObject({
      title: 'Gipfel in Budapest & anderswo',
      titleFrom: 'source',
      authors: ['Anna Beispiel', 'Jan Muster'],
      publisher: 'Beispielblatt GmbH',
      section: 'Politik',
      language: 'de',
      published: '2025-10-16T21:58:00+02:00',
      modified: '2025-10-17',
      canonicalUrl: 'https://www.beispiel.example/politik/gipfel.html?id=1',
    });
  });

  it('gives its article as blocks, without navigation, foot, script and what is hidden', () => {
    expect(plainText(page.lead, [])).toBe('Der Vorspann fasst zusammen, was im Folgenden steht, und ist fett gesetzt.');
    expect(typesOf(page.blocks)).toBe(
      'figure paragraph heading paragraph quote list table paragraph paragraph code rule paragraph paragraph',
    );
    expect(plainText(page.lead, page.blocks)).not.toMatch(/Start|Impressum|Unfug|Versteckt/);
    expect(page.blocks[0]).toMatchObject({
      caption: [{ text: 'Handschlag in Helsinki.' }],
      creditLine: 'Foto: dpa',
      credit: 'dpa',
      alt: null,
    });
    expect(plainText([], page.blocks.slice(4, 10))).toBe(
      'Ein Zitat.\n\neins\nzwei\ndrei\n\nJahr\tZahl\n2024\t1\n2\n\nErste Zeile\nzweite Zeile\n\nNeuer Absatz mit H2O und a = b.\n\nlet a = 1;\n  b',
    );
    expect(page.blocks.at(-2)).toMatchObject({ language: 'en' });
  });

  it('keeps links that lead to the web, and only these', () => {
    const links = JSON.stringify(page.blocks).match(/"href":"[^"]*"/g);
    expect(links).toEqual(['"href":"https://www.beispiel.example/hintergrund.html"']);
  });

  it('that is small is taken whole', () => {
    const small = readHtmlPage(
      '<title>Titel</title><h1>Titel</h1><p>Ein Satz.<div>Noch <b>einer</b>.</div>lose',
      'a.html',
    );
    expect(small.metadata.title).toBe('Titel');
    expect(plainText(small.lead, small.blocks)).toBe('Ein Satz.\n\nNoch einer.\n\nlose');
  });

  it('without a title is named by its first sentence', () => {
    const { metadata, lead } = readHtmlPage('<p>Der erste Satz. Der zweite.</p><p>Mehr.</p>', 'a.html');
    expect([metadata.title, metadata.titleFrom, plainText(lead, [])]).toEqual([
      'Der erste Satz',
      'lead',
      'Der erste Satz. Der zweite.',
    ]);
  });

  it('saved by SingleFile tells its address and when it was saved', () => {
    const saved = readHtmlPage(
      `<!--\n Page saved with SingleFile \n url: https://www.beispiel.example/a \n saved date: Wed Nov 23 2022 21:02:56 GMT-0800 (Pacific Standard Time)\n--><title>T</title><p>Wort`,
      'a.html',
    );
    expect(saved.metadata).toMatchObject({
      url: 'https://www.beispiel.example/a',
      archived: '2022-11-24T05:02:56.000Z',
    });
  });

  it('keeps the pictures it holds in itself', () => {
    const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(400, 7)]);
    const source = `<p>Wort</p><img alt="Bild" src="data:image/png;base64,${picture.toString('base64')}"><img src="data:text/html,<script>">`;
    const { assets, blocks } = readHtmlPage(source, 'a.html');
    expect(assets.map(({ name, mediaType }) => [name.endsWith('.png'), mediaType])).toEqual([[true, 'image/png']]);
    expect(blocks.find((block) => block.type === 'figure')).toMatchObject({ asset: assets[0]?.name, alt: 'Bild' });
  });

  it('that is our own article.html comes back with all it says', () => {
    const article = {
      ...page.metadata,
      id: '2025-10-16-gipfel-0123456789',
      kicker: 'Ukraine',
      agency: 'dpa',
      archived: '2026-11-22T20:00:00Z',
      lead: page.lead,
      blocks: normaliseBlocks(page.blocks.slice(1)),
      assets: [],
      citeKey: null,
      importedFrom: null,
    };
    const again = readHtmlPage(writeArticleHtml(article), 'article.html');
    expect({ ...again.metadata, lead: again.lead, blocks: again.blocks }).toEqual({
      ...page.metadata,
      kicker: 'Ukraine',
      agency: 'dpa',
      archived: '2026-11-22T20:00:00Z',
      lead: article.lead,
      blocks: article.blocks,
    });
  });
});
