import type { Block, Direction, Inline } from '#contract';
import { attributeOf, isElement, type HtmlElement } from '../article/bounded-html.ts';
import { hostOf } from '../article/address.ts';
import { normaliseHref } from '../article/link-address.ts';
import { readCredit } from './credit-line.ts';
import { elementsNamed, nodesUnder, roleWords } from './html-elements.ts';
import type { HtmlContext } from './html-blocks.ts';
import type { PageAssets } from './page-assets.ts';

type Image = { asset: string | null; alt: string | null };
type Video = { url: string; poster: string | null };

/** What was met in a figure beside the text of its caption. */
export type FigureParts = { images: Image[]; video: Video | null; credits: string[] };

const PICTURES = new Set(['img', 'picture', 'video', 'iframe']);
const OTHER_CONTENT = new Set(['table', 'blockquote', 'pre', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'figure']);

/** True for a `<figure>` that holds a picture or video, and no quotation, table or the like. */
export function isFigure(element: HtmlElement): boolean {
  let picture = false;
  for (const node of nodesUnder(element)) {
    if (!isElement(node)) continue;
    if (OTHER_CONTENT.has(node.tagName)) return false;
    picture ||= PICTURES.has(node.tagName);
  }
  return picture;
}

/** True for the element of a caption that names whose picture it is. */
export function isCredit(element: HtmlElement): boolean {
  return /(?:^|[\s_-])(?:credits?|copyright(?:holder)?|photographer|image-?source|bildquelle|quelle|fotocredit)(?:$|[\s_-])/i.test(
    roleWords(element),
  );
}

/** A picture: its asset where the page holds it in itself, and what stands for it. */
export function imageOf(element: HtmlElement, assets: PageAssets): Image {
  const address = attributeOf(element, 'src') ?? '';
  const asset = assets.take(address);
  const alt = attributeOf(element, 'alt')?.trim() ?? '';
  const says = alt !== '' && (asset !== null || !(address.startsWith('data:') || isSpacer(element)));
  return { asset, alt: says ? alt : null };
}

/** True for a picture of a pixel or two, there to be counted. */
function isSpacer(element: HtmlElement): boolean {
  return ['width', 'height'].some((side) => /^[0-3](?:px)?$/.test(attributeOf(element, side) ?? ''));
}

/** The blocks of a figure: a video, or its pictures; the caption belongs to the first. */
export function figureBlocks(
  parts: FigureParts,
  caption: Inline[],
  base: { language: string | null; direction: Direction | null },
): Block[] {
  const { caption: words, creditLine, credit } = parts.credits.length > 0 ? named(parts, caption) : parted(caption);
  if (parts.video) {
    const facts = { stamp: creditLine, date: null, duration: null };
    return [{ type: 'video', ...base, caption: words, ...facts, ...parts.video }];
  }
  const [first = { asset: null, alt: null }, ...others] = parts.images;
  const more = others.filter((image) => image.asset !== null);
  return [
    { type: 'figure', ...base, ...first, caption: words, creditLine, credit },
    ...more.map((image): Block => ({ type: 'figure', ...base, ...image, caption: [], creditLine: null, credit: null })),
  ];
}

type Captioned = { caption: Inline[]; creditLine: string | null; credit: string | null };

function named(parts: FigureParts, caption: Inline[]): Captioned {
  const creditLine = parts.credits.join(' ').replace(/\s+/g, ' ');
  return { caption, creditLine, credit: readCredit(creditLine)?.credit ?? creditLine };
}

/** Parts the credit from the end of a caption, wherever its marks begin and end. */
function parted(caption: Inline[]): Captioned {
  const words = caption.map((inline) =>
    inline.type === 'text' ? inline.text : inline.type === 'break' ? ' ' : inline.label,
  );
  const found = readCredit(words.join(''));
  if (!found) return { caption, creditLine: null, credit: null };
  const kept: Inline[] = [];
  let at = 0;
  for (const [place, inline] of caption.entries()) {
    const room = found.captionEnd - at;
    if (room <= 0) break;
    kept.push(inline.type === 'text' ? { ...inline, text: inline.text.slice(0, room) } : inline);
    at += words[place]!.length;
  }
  return { caption: kept, creditLine: found.creditLine, credit: found.credit };
}

const VIDEO_HOSTS =
  /(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|zdf\.de|ardmediathek\.de|tagesschau\.de|twitch\.tv|ted\.com|archive\.org)$/;

/** Where a `<video>` or an embedded player leads, or null where that is no video's address. */
export function videoOf(element: HtmlElement, context: Pick<HtmlContext, 'baseUrl' | 'assets'>): Video | null {
  const sources = [element, ...elementsNamed(element, 'source')];
  for (const source of sources) {
    const address = attributeOf(source, 'src');
    const url = address === null ? null : normaliseHref(address.trim(), context.baseUrl);
    if (url === null || !/^https?:/.test(url)) continue;
    if (element.tagName === 'iframe' && !VIDEO_HOSTS.test(hostOf(url) ?? '')) continue;
    return { url, poster: context.assets.take(attributeOf(element, 'poster') ?? '') };
  }
  return null;
}
