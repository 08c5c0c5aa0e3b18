import { normaliseLine } from '../article/normalise.ts';
import { splitNames } from './byline.ts';
import { readMetadataTime } from './written-date.ts';

/** What schema.org's NewsArticle and its kin say about a page. */
export type NewsArticle = {
  headline: string | null;
  authors: string[];
  publisher: string | null;
  section: string | null;
  description: string | null;
  language: string | null;
  published: string | null;
  modified: string | null;
  url: string | null;
};

type Json = Record<string, unknown>;

const ARTICLE =
  /^(?:https?:\/\/schema\.org\/)?(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review\w*|ClaimReview)$/;
const MOST_NODES = 10_000;
const LONGEST_TEXT = 2_000_000;

/** The first article among the JSON-LD of a page; JSON that is broken is passed over. */
export function readNewsArticle(scripts: readonly string[]): NewsArticle {
  for (const script of scripts) {
    const article = findArticle(parse(script));
    if (article) return describe(article);
  }
  return describe({});
}

function parse(script: string): unknown {
  if (script.length > LONGEST_TEXT) return null;
  // Some pages put the JSON into a comment or a CDATA section.
  const start = script.search(/[[{]/);
  const end = Math.max(script.lastIndexOf('}'), script.lastIndexOf(']'));
  return (
    parseOrNull(script) ??
    parseOrNull(script.slice(script.startsWith('<![CDATA[', start - 8) ? start + 8 : start, end + 1))
  );
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function findArticle(root: unknown): Json | null {
  const waiting: unknown[] = [root];
  for (let seen = 0; waiting.length > 0 && seen < MOST_NODES; seen += 1) {
    const node = waiting.shift();
    if (Array.isArray(node)) waiting.push(...(node as unknown[]).slice(0, MOST_NODES));
    else if (isObject(node)) {
      if (listOf(node['@type']).some((type) => typeof type === 'string' && ARTICLE.test(type))) return node;
      waiting.push(node['@graph'], node['mainEntity']);
    }
  }
  return null;
}

function describe(article: Json): NewsArticle {
  const page = article['mainEntityOfPage'];
  return {
    headline: lineOf(article['headline']) ?? lineOf(article['name']),
    authors: [...new Set(listOf(article['author']).flatMap(namesOf))],
    publisher: listOf(article['publisher']).flatMap(namesOf)[0] ?? null,
    section: lineOf(listOf(article['articleSection'])[0]),
    description: lineOf(article['description']),
    language: lineOf(isObject(article['inLanguage']) ? article['inLanguage']['alternateName'] : article['inLanguage']),
    published: readMetadataTime(lineOf(article['datePublished'])),
    modified: readMetadataTime(lineOf(article['dateModified'])),
    url: lineOf(article['url']) ?? lineOf(isObject(page) ? page['@id'] : page),
  };
}

function namesOf(agent: unknown): string[] {
  if (typeof agent === 'string')
    return /^https?:/.test(agent) ? [] : splitNames(normaliseLine(decodeEntities(agent)) ?? '');
  if (!isObject(agent)) return [];
  return listOf(agent['name']).flatMap((name) => lineOf(name) ?? []);
}

function lineOf(value: unknown): string | null {
  return typeof value === 'string' ? normaliseLine(decodeEntities(value)) : null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

/** Many sites escape for HTML what needs no escape in JSON. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : null;
      if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      return ENTITIES[(name ?? '').toLowerCase()] ?? whole;
    },
  );
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
