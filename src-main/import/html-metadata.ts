import { attributeOf, isElement, type HtmlDocument, type HtmlElement } from '../article/bounded-html.ts';
import { normaliseLanguage } from '../article/language-tag.ts';
import { normaliseHref } from '../article/link-address.ts';
import { normaliseLine } from '../article/normalise.ts';
import { splitNames } from './byline.ts';
import { nodesUnder, textUnder } from './html-elements.ts';
import { readNewsArticle, type NewsArticle } from './html-json-ld.ts';
import { readMetadataTime } from './written-date.ts';

/** What a page says about itself, in JSON-LD, meta tags, links, and the comment SingleFile leaves. */
export type HtmlMetadata = {
  /** The headline as JSON-LD or meta tags give it. */
  headline: string | null;
  /** The `<title>`, often with the outlet behind. */
  title: string | null;
  authors: string[];
  publisher: string | null;
  section: string | null;
  description: string | null;
  language: string | null;
  direction: 'ltr' | 'rtl' | null;
  published: string | null;
  modified: string | null;
  archived: string | null;
  url: string | null;
  canonicalUrl: string | null;
  baseUrl: string | null;
};

/** Reads what a page says about itself; every value cleaned, addresses absolute http or https. */
export function readHtmlMetadata(document: HtmlDocument): HtmlMetadata {
  const page = new HeadReader(document);
  const news = readNewsArticle(page.jsonLd);
  const saved = readSaved(page.comments);
  const canonicalUrl = webAddress(page.canonical, page.base) ?? webAddress(page.meta('og:url'), null);
  const url = saved.url ?? webAddress(news.url, null) ?? canonicalUrl;
  return {
    headline: news.headline ?? page.meta('og:title', 'twitter:title', 'dc.title', 'parsely-title', 'title'),
    title: normaliseLine(page.title?.slice(0, LONGEST_TITLE)),
    authors: news.authors.length > 0 ? news.authors : authorsOf(page),
    publisher: news.publisher ?? page.meta('og:site_name', 'application-name', 'dc.publisher', 'publisher'),
    section: news.section ?? page.meta('article:section', 'parsely-section'),
    description: news.description ?? page.meta('og:description', 'description', 'twitter:description'),
    language:
      normaliseLanguage(news.language) ??
      normaliseLanguage(page.language) ??
      normaliseLanguage(page.meta('content-language', 'dc.language', 'og:locale')),
    direction: page.direction,
    published:
      news.published ??
      page.time(
        'article:published_time',
        'parsely-pub-date',
        'date',
        'dc.date',
        'dc.date.issued',
        'dcterms.created',
        'publish-date',
        'pubdate',
        'last-published',
      ) ??
      page.firstTime,
    modified:
      news.modified ?? page.time('article:modified_time', 'og:updated_time', 'last-modified', 'dcterms.modified'),
    archived: saved.archived,
    url,
    canonicalUrl,
    baseUrl: webAddress(page.base, url) ?? url,
  };
}

function authorsOf(page: HeadReader): string[] {
  const named = page.metas(
    'dc.creator',
    'dcterms.creator',
    'author',
    'parsely-author',
    'article:author',
    'twitter:creator',
  );
  const names = named.filter((name) => !/^(?:https?:|@)/i.test(name)).flatMap(splitNames);
  return [...new Set(names)];
}

const LONGEST_TITLE = 1000;

/** What the first look over the page gathers. */
class HeadReader {
  readonly #metas = new Map<string, string[]>();
  readonly comments: string[] = [];
  readonly jsonLd: string[] = [];
  title: string | null = null;
  canonical: string | null = null;
  base: string | null = null;
  language: string | null = null;
  direction: 'ltr' | 'rtl' | null = null;
  /** The first `<time>` that says it is the publication's. */
  firstTime: string | null = null;

  constructor(document: HtmlDocument) {
    for (const node of nodesUnder(document, (element) => element.tagName !== 'svg')) {
      if (isElement(node)) this.#look(node);
      else if (node.nodeName === '#comment' && 'data' in node && this.comments.length < 3)
        this.comments.push(node.data);
    }
  }

  #look(element: HtmlElement): void {
    const get = (name: string) => attributeOf(element, name);
    switch (element.tagName) {
      case 'html':
      case 'body': {
        this.language ??= get('lang') ?? get('xml:lang');
        const direction = get('dir')?.toLowerCase();
        if (direction === 'ltr' || direction === 'rtl') this.direction ??= direction;
        return;
      }
      case 'title':
        this.title ??= textUnder(element);
        return;
      case 'base':
        this.base ??= get('href');
        return;
      case 'link':
        if (/(?:^|\s)canonical(?:\s|$)/i.test(get('rel') ?? '')) this.canonical ??= get('href');
        return;
      case 'script':
        if (/^application\/ld\+json\b/i.test(get('type')?.trim() ?? '')) this.jsonLd.push(textUnder(element));
        return;
      case 'meta': {
        this.#lookAtMeta(element);
        return;
      }
      case 'time':
        if (
          /publish|datepublished|pubdate/i.test(
            `${get('itemprop') ?? ''} ${get('class') ?? ''} ${get('pubdate') === null ? '' : 'pubdate'}`,
          )
        ) {
          this.firstTime ??= readMetadataTime(get('datetime'));
        }
    }
  }

  #lookAtMeta(element: HtmlElement): void {
    const content = normaliseLine(attributeOf(element, 'content'));
    if (content === null) return;
    for (const key of ['name', 'property', 'itemprop', 'http-equiv']) {
      // One attribute may hold several names: "dc:title og:title".
      for (const name of (attributeOf(element, key) ?? '').toLowerCase().split(/\s+/)) {
        const spelled = name.replace(/^(dc|dcterms):/, '$1.');
        const known = this.#metas.get(spelled);
        if (known) known.push(content);
        else if (spelled !== '') this.#metas.set(spelled, [content]);
      }
    }
  }

  metas(...names: string[]): string[] {
    return names.map((name) => this.#metas.get(name)).find((values) => values !== undefined) ?? [];
  }

  meta(...names: string[]): string | null {
    return this.metas(...names)[0] ?? null;
  }

  time(...names: string[]): string | null {
    for (const name of names) {
      const time = readMetadataTime(this.meta(name));
      if (time !== null) return time;
    }
    return null;
  }
}

/** The comment a page saved with SingleFile begins with. */
function readSaved(comments: readonly string[]): { url: string | null; archived: string | null } {
  const comment = comments.find((one) => one.includes('Page saved with SingleFile')) ?? '';
  const date = /saved date:\s*([^(\n]*)/.exec(comment)?.[1]?.trim();
  const moment = date === undefined ? Number.NaN : Date.parse(date);
  return {
    url: webAddress(/\burl:\s*(\S+)/.exec(comment)?.[1] ?? null, null),
    archived: Number.isNaN(moment) ? null : new Date(moment).toISOString(),
  };
}

function webAddress(address: string | null, base: string | null): string | null {
  const href = address === null ? null : normaliseHref(address.trim(), base);
  return href !== null && /^https?:/.test(href) ? href : null;
}

export type { NewsArticle };
