import { parse } from 'yaml';
import type { DraftMetadata } from '../article/draft.ts';
import { normaliseLanguage } from '../article/language-tag.ts';
import { normaliseHref } from '../article/link-address.ts';
import { normaliseLine } from '../article/normalise.ts';
import { splitNames } from './byline.ts';
import { readMetadataTime } from './written-date.ts';

/** What the YAML block at the head of a Markdown file says. */
export type FrontMatter = {
  title: string | null;
  lead: string | null;
  tags: string[];
  metadata: Omit<DraftMetadata, 'title' | 'titleFrom' | 'edition' | 'page' | 'databaseId'>;
};

const BLOCK = /^---[ \t]*\n([^]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const LONGEST = 256 * 1024;

/** Parts the front matter from a Markdown text; null where there is none or it is no YAML mapping (it stays text). */
export function takeFrontMatter(source: string): { about: FrontMatter; rest: string } | null {
  const match = BLOCK.exec(source.slice(0, LONGEST));
  const fields = match ? parseFields(match[1] ?? '') : null;
  return match && fields ? { about: read(fields), rest: source.slice(match[0].length) } : null;
}

/** A name at the beginning of a line, and a value that YAML would take for text, were it not for what stands in it. */
const PLAIN_VALUE = /^([\p{L}][\p{L}\p{N} _-]{0,60}):[ \t]+([^\s"'[\]{}|>&*!#-][^\n]*)$/gmu;

/** Titles are often written without quotation marks, though they hold a colon: then such values are taken as they are. */
function parseFields(yaml: string): Map<string, unknown> | null {
  return (
    parseMapping(yaml) ??
    parseMapping(
      yaml.replace(PLAIN_VALUE, (_, name: string, value: string) => `${name}: ${JSON.stringify(value.trim())}`),
    )
  );
}

function parseMapping(yaml: string): Map<string, unknown> | null {
  try {
    const value: unknown = parse(yaml, { maxAliasCount: 20, logLevel: 'error', uniqueKeys: false });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([name, field]) => [name.toLowerCase().replace(/[\s_-]/g, ''), field]));
  } catch {
    return null;
  }
}

function read(fields: ReadonlyMap<string, unknown>): FrontMatter {
  const line = (...names: string[]): string | null =>
    lineOf(names.map((name) => fields.get(name)).find((one) => lineOf(one)));
  const lines = (...names: string[]): string[] =>
    names.flatMap((name) => listOf(fields.get(name))).flatMap((one) => lineOf(one) ?? []);
  const web = (...names: string[]) =>
    lines(...names).flatMap((one) => (/^https?:/i.test(one) ? (normaliseHref(one, null) ?? []) : []))[0] ?? null;
  const source = line('source');
  return {
    lead: line('lead', 'vorspann', 'teaser'),
    tags: [...new Set(lines('tags', 'tag', 'schlagworte', 'keywords').flatMap(tagsIn))],
    title: line('title', 'titel', 'headline'),
    metadata: {
      kicker: line('kicker', 'dachzeile'),
      authors: [...new Set(lines('author', 'authors', 'autor', 'autoren', 'byline').flatMap(namesIn))],
      publisher:
        line('publisher', 'outlet', 'sitename', 'site', 'medium') ??
        (source !== null && !/^https?:/i.test(source) ? source : null),
      agency: line('agency', 'agentur'),
      section: line('section', 'ressort'),
      language: normaliseLanguage(line('lang', 'language', 'sprache', 'locale')),
      published: readMetadataTime(line('published', 'datepublished', 'publisheddate', 'date', 'datum')),
      modified: readMetadataTime(line('modified', 'updated', 'lastmod', 'datemodified')),
      archived: readMetadataTime(line('archived', 'saved', 'savedat', 'clipped')),
      url: web('url', 'source', 'link', 'originalurl', 'sourceurl'),
      canonicalUrl: web('canonicalurl', 'canonical'),
    },
  };
}

/** Obsidian writes links: [[Anna Beispiel]]. */
const namesIn = (value: string) => splitNames(value.replace(/\[\[|\]\]/g, ''));
const tagsIn = (value: string) => value.split(',').flatMap((tag) => normaliseLine(tag.replace(/^\s*#/, '')) ?? []);

function lineOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return lineOf(value[0]);
  return typeof value === 'string' ? normaliseLine(value) : null;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);
