import type { BlockContent, Html, Link, Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';
import { stringify } from 'yaml';

/**
 * Beyond Markdown itself, what note programs read into text: comments `%%`, highlights `==`, formulas `$`, tags `#`,
 * block names `^`. A backslash keeps each what it is.
 */
const WRITING: Options = {
  bullet: '-',
  rule: '-',
  fences: true,
  extensions: [gfmToMarkdown()],
  unsafe: [
    { character: '%', after: '%', inConstruct: 'phrasing' },
    { character: '=', after: '=', inConstruct: 'phrasing' },
    { character: '$', after: '[^\\s.,;:!?)]', inConstruct: 'phrasing' },
    { atBreak: true, character: '#', after: '\\S' },
    { before: '[\\s(]', character: '#', after: '\\S', inConstruct: 'phrasing' },
    { before: '\\s', character: '^', after: '\\w', inConstruct: 'phrasing' },
  ],
};

/** A tree as Markdown in which every text stays text. */
export const writeMarkdown = (children: RootContent[]): string => {
  const root: Root = { type: 'root', children };
  return toMarkdown(root, WRITING);
};

/** Strings stay on one line: over several, yaml 2.9 writes a space between two line breaks as a backslash. */
const FRONT_MATTER = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  defaultStringType: 'QUOTE_DOUBLE',
  defaultKeyType: 'PLAIN',
} as const;

/** Front matter: every string in quotes, no line of it can be taken for its end. null fields are left out. */
export function frontMatter(fields: Record<string, string | number | string[] | null>): string {
  const known = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
  const yaml = stringify(known, FRONT_MATTER);
  return `---\n${yaml}---\n\n`;
}

export const textNode = (value: string): PhrasingContent => ({ type: 'text', value });

/** Plain text as paragraphs: a blank line parts them, a line break stays one. */
export function paragraphs(text: string): Paragraph[] {
  return text
    .split(/\n\s*\n/u)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ type: 'paragraph', children: withBreaks(part.trim()) }));
}

export const withBreaks = (text: string): PhrasingContent[] =>
  text.split('\n').flatMap((line, index) => {
    const node = textNode(line.trim());
    return index === 0 ? [node] : [{ type: 'break' }, node];
  });

/** An address as a link that shows it; as plain text where it is none that a browser opens. */
export function addressNode(url: string): PhrasingContent {
  const link: Link = { type: 'link', url, children: [textNode(url)] };
  return /^(?:https?|mailto):[^\s<>]+$/iu.test(url) ? link : textNode(url);
}

/** Markdown that is ours and known to be sound: written as it is. */
export const verbatim = (value: string): Html => ({ type: 'html', value });

/** Quotes in quotes in lists without end: nobody writes that, and a parser pays for it. */
const NESTED = /^(?:[ \t]*(?:[>*+-]|\d+[.)])){40,}/mu;

const SENTINEL = 'nachlesesentinel';

/**
 * A note's own Markdown as part of a larger file. The user's is kept letter for letter (`[[links]]` and all) as long as
 * it ends what it begins; anything else is read and written again, markup of web pages as text. Headings go two levels
 * down, so that the file keeps its outline.
 */
export function noteBody(body: string, own: boolean): RootContent[] {
  if (body.trim() === '') return [];
  if (NESTED.test(body)) return paragraphs(body);
  const tree = parse(`${body}\n\n${SENTINEL}`);
  const last = tree.children[tree.children.length - 1];
  const ends = last?.type === 'paragraph' && toMarkdown(last).trim() === SENTINEL;
  if (own && ends && isPaired(body) && !has(tree, ['html', 'heading', 'footnoteDefinition', 'definition']))
    // Its first line keeps its indentation, which may be what makes it code.
    return [verbatim(body.replace(/^(?:[ \t]*\n)+/u, '').trimEnd())];
  return (ends ? tree.children.slice(0, -1) : parse(body).children).map(tame);
}

const parse = (markdown: string): Root =>
  fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const isPaired = (body: string): boolean => ['%%', '$$', '=='].every((mark) => body.split(mark).length % 2 === 1);

const has = (tree: Nodes, types: readonly string[]): boolean => {
  let level: Nodes[] = [tree];
  while (level.length > 0) {
    if (level.some((node) => types.includes(node.type))) return true;
    level = level.flatMap((node): Nodes[] => ('children' in node ? node.children : []));
  }
  return false;
};

/** Headings down, web page markup to text; in place, the tree is ours. */
function tame(node: RootContent): RootContent {
  let level: Nodes[] = [node];
  while (level.length > 0) {
    for (const inner of level) {
      if (inner.type === 'heading') inner.depth = Math.min(6, inner.depth + 2) as 3 | 4 | 5 | 6;
      if (!('children' in inner)) continue;
      const children = inner.children as RootContent[];
      children.forEach((child, index) => {
        if (child.type === 'html')
          children[index] = isPhrasing(inner) ? textNode(child.value) : asParagraph(child.value);
      });
    }
    level = level.flatMap((inner): Nodes[] => ('children' in inner ? inner.children : []));
  }
  return node.type === 'html' ? asParagraph(node.value) : node;
}

const isPhrasing = (parent: Nodes): boolean =>
  ['paragraph', 'heading', 'emphasis', 'strong', 'delete', 'link', 'tableCell'].includes(parent.type);

const asParagraph = (value: string): BlockContent => ({ type: 'paragraph', children: withBreaks(value) });

/** A tag as note programs take it: letters, digits, `_`, `-`, `/`, at least one of them no digit. */
export function hashtag(tag: string): string | null {
  const name = tag
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_/-]+/gu, '-')
    .replace(/^[-/]+|[-/]+$/gu, '');
  if (name === '') return null;
  return /^[\d-]+$/u.test(name) ? `_${name}` : name;
}
