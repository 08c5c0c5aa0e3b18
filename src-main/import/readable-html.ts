import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import {
  attributeOf,
  isElement,
  isText,
  type HtmlDocument,
  type HtmlElement,
  type HtmlNode,
} from '../article/bounded-html.ts';
import { escapeHtml } from '../article/html-escape.ts';
import { normaliseLine } from '../article/normalise.ts';
import { childrenOf } from './html-elements.ts';

/** The part of a page that is its article, as HTML, and the headline found for it. */
export type ReadableHtml = { html: string; title: string | null; byline: string | null };

const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const RAW_TEXT = new Set(['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext']);
const OUTER = new Set(['style', 'template', 'canvas', 'object', 'embed', 'applet']);

/**
 * Finds the article in a page with Mozilla's Readability (on linkedom). Null where it finds none. Both recurse over the
 * tree: the caller bounds its depth.
 */
export function readableHtml(document: HtmlDocument): ReadableHtml | null {
  const { document: dom } = parseHTML(writeForReading(document)) as unknown as { document: never };
  const article = new Readability(dom, { keepClasses: true }).parse();
  if (typeof article?.content !== 'string') return null;
  return { html: article.content, title: normaliseLine(article.title), byline: normaliseLine(article.byline) };
}

/** The page as HTML again, its syntax repaired by parse5, without what only a browser would run. Iterative. */
function writeForReading(document: HtmlDocument): string {
  const html: string[] = ['<!doctype html>'];
  const steps: (HtmlNode | string)[] = [...document.childNodes].reverse();
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (typeof step === 'string') html.push(step);
    else if (isText(step)) html.push(isRaw(step.parentNode) ? step.value : escapeHtml(step.value));
    else if (isElement(step) && !isLeftOut(step)) {
      html.push(startTag(step));
      if (VOID_ELEMENTS.has(step.tagName)) continue;
      steps.push(`</${step.tagName}>`);
      const children = childrenOf(step);
      for (let place = children.length - 1; place >= 0; place -= 1) steps.push(children[place]!);
    }
  }
  return html.join('');
}

function isRaw(parent: HtmlNode | null): boolean {
  return parent !== null && isElement(parent) && RAW_TEXT.has(parent.tagName);
}

function isLeftOut(element: HtmlElement): boolean {
  if (OUTER.has(element.tagName)) return true;
  return element.tagName === 'script' && !/^application\/ld\+json/i.test(attributeOf(element, 'type') ?? '');
}

function startTag(element: HtmlElement): string {
  const attributes = element.attrs.filter(({ name, value }) => {
    // Formulas carry the class of a menu, which Readability would take for one.
    return /^[\w:.-]+$/.test(name) && !/^on/i.test(name) && !(name === 'class' && /mathjax/i.test(value));
  });
  return `<${element.tagName}${attributes.map(({ name, value }) => ` ${name}="${escapeHtml(value)}"`).join('')}>`;
}
