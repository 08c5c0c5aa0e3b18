import { expect, it } from 'vitest';
import { attributeOf, type HtmlElement, isElement, MAX_ATTRIBUTES, parseBoundedHtml } from './bounded-html.ts';

function elementsIn(html: string, name: string): HtmlElement[] {
  const found: HtmlElement[] = [];
  const waiting = [...parseBoundedHtml(html).childNodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isElement(node)) continue;
    if (node.tagName === name) found.push(node);
    waiting.push(...node.childNodes);
  }
  return found;
}

const many = Array.from({ length: 5_000 }, (_, place) => `a${place}="${place}"`).join(' ');

it('keeps the first attributes of an element that has thousands, also where a parser opens it anew', () => {
  const bold = elementsIn(`<p><b ${many}>${'<p>Wort'.repeat(20)}`, 'b');
  expect(bold).toHaveLength(21);
  for (const element of bold) expect(element.attrs).toHaveLength(MAX_ATTRIBUTES);
  expect(attributeOf(bold[20]!, 'a199')).toBe('199');
});

it('takes all attributes of an element as real pages have them', () => {
  const [paragraph] = elementsIn('<p class="text" lang="de" data-a="1" data-b="2">Wort</p>', 'p');
  expect(paragraph?.attrs).toHaveLength(4);
});
