import type { Selector } from '#contract';
import { hasType, isObject, type Json, type JsonObject, listOf, without } from './annotation-terms.ts';

/** How positions are counted: as our own files do, or as the W3C model says. */
export type PositionUnit = 'utf-16' | 'code-point';

/** What a target's selectors say that a {@link Selector} cannot hold; written back as it was. */
export type SelectorRest = {
  /** Selectors of other kinds (XPath, CSS, range …). */
  others: Json[];
  /** Further fields of the quote and position selectors. */
  quote: JsonObject;
  position: JsonObject;
};

export type ReadPlace = { selector: Selector | null; unit: PositionUnit; rest: SelectorRest };

const QUOTE_FIELDS = ['type', 'exact', 'prefix', 'suffix'];
const POSITION_FIELDS = ['type', 'start', 'end', 'nachlese:unit'];

/**
 * The quote and position among a target's selectors. A quote may stand inside another selector's `refinedBy`; a
 * position there counts from that other place and is of no use to us. A position without a quote keeps `exact` empty:
 * it says where, never what, so that it is not taken for found.
 */
export function readPlace(value: Json | undefined): ReadPlace {
  const all = listOf(value);
  let quote: JsonObject | null = null;
  let position: JsonObject | null = null;
  const others: Json[] = [];
  for (const selector of all) {
    const direct = isObject(selector) && selector.refinedBy === undefined ? selector : null;
    if (quote === null && direct !== null && hasType(direct, 'TextQuoteSelector')) quote = direct;
    else if (position === null && direct !== null && hasType(direct, 'TextPositionSelector')) position = direct;
    else others.push(selector);
  }
  const words = quote ?? quoteWithin(others);
  const rest = {
    others,
    quote: quote === null ? {} : without(quote, QUOTE_FIELDS),
    position: position === null ? {} : without(position, POSITION_FIELDS),
  };
  const unit = position?.['nachlese:unit'] === 'utf-16' ? 'utf-16' : 'code-point';
  if (words === null && position === null) return { selector: null, unit, rest };
  const exact = stringIn(words, 'exact');
  const start = numberIn(position, 'start', 0);
  return {
    selector: {
      exact,
      prefix: stringIn(words, 'prefix'),
      suffix: stringIn(words, 'suffix'),
      start,
      end: numberIn(position, 'end', start + exact.length),
    },
    unit,
    rest,
  };
}

/**
 * A place as selectors of the model. In code points the position needs the text it counts in; it is left out where the
 * quote does not stand there.
 */
export function writePlace(
  selector: Selector,
  unit: PositionUnit,
  text: string | null,
  rest: SelectorRest | null,
): Json[] {
  const written: Json[] = [];
  const nested = rest !== null && quoteWithin(rest.others)?.exact === selector.exact;
  if (selector.exact !== '' && !nested)
    written.push({
      type: 'TextQuoteSelector',
      exact: selector.exact,
      prefix: selector.prefix,
      suffix: selector.suffix,
      ...rest?.quote,
    });
  if (unit === 'utf-16')
    written.push({
      type: 'TextPositionSelector',
      start: selector.start,
      end: selector.end,
      'nachlese:unit': 'utf-16',
      ...rest?.position,
    });
  else if (text !== null && selector.exact !== '' && text.slice(selector.start, selector.end) === selector.exact) {
    const start = codePoints(text.slice(0, selector.start));
    written.push({
      type: 'TextPositionSelector',
      start,
      end: start + codePoints(selector.exact),
      ...rest?.position,
    });
  }
  return [...written, ...(rest?.others ?? [])];
}

/** Length in Unicode code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count += 1;
  return count;
}

/** The innermost quote of a chain of refinements; the checked depth bounds it. */
function quoteWithin(selectors: Json[]): JsonObject | null {
  let level = selectors.filter(isObject);
  let found: JsonObject | null = null;
  while (level.length > 0) {
    found = level.find((selector) => hasType(selector, 'TextQuoteSelector')) ?? found;
    level = level.flatMap((selector) => listOf(selector.refinedBy).filter(isObject));
  }
  return found;
}

const stringIn = (object: JsonObject | null, name: string): string => {
  const value = object?.[name];
  return typeof value === 'string' ? value : '';
};

const numberIn = (object: JsonObject | null, name: string, otherwise: number): number => {
  const value = object?.[name];
  return typeof value === 'number' ? value : otherwise;
};
