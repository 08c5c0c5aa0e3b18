import { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import { ANNOTATION_CONTEXT, hasType, isObject, type JsonObject, listOf } from './annotation-terms.ts';

/** Deeper is no annotation anybody wrote; the recursion below and the canonical form rest on it. */
const DEEPEST = 40;

/** An absolute IRI. */
const IRI = /^[a-z][a-z\d+.-]*:\S+$/iu;

const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/u;

/** Whether `value` is an absolute IRI, as every `id` and `source` of the model must be. */
export const isIri = (value: unknown): value is string => typeof value === 'string' && IRI.test(value);

const iri = z.string('IRI').regex(IRI, 'IRI');
const iris = z.union([iri, z.array(iri)], 'IRI');
const time = z.string('ISO 8601').refine((text) => TIME.test(text) && !Number.isNaN(Date.parse(text)), 'ISO 8601');
const text = z.string('string');
const texts = z.union([text, z.array(text)], 'string');
const agent = z.union([z.string().min(1), z.looseObject({ id: iri.optional() })], 'agent');
const agents = z.union([agent, z.array(agent)], 'agent');
const position = z.int('integer ≥ 0').min(0, 'integer ≥ 0');

/** What any resource of the model may say of itself. */
const resource = z.looseObject({
  id: iri.optional(),
  creator: agents.optional(),
  generator: agents.optional(),
  created: time.optional(),
  modified: time.optional(),
  generated: time.optional(),
  rights: iris.optional(),
  via: iris.optional(),
  canonical: iri.optional(),
  format: texts.optional(),
  language: texts.optional(),
  processingLanguage: text.optional(),
  textDirection: z.enum(['ltr', 'rtl', 'auto'], 'ltr, rtl, auto').optional(),
});

const textualBody = z.looseObject({ value: text, purpose: texts.optional() });
const external = z.looseObject({ id: iri });
const composite = z.looseObject({
  type: z.enum(['Choice', 'List', 'Composite', 'Independents'], 'Choice, List, Composite, Independents'),
  items: z.array(z.unknown(), 'items').min(1, 'items'),
});

const selectors: Readonly<Record<string, z.ZodType>> = {
  TextQuoteSelector: z.looseObject({
    exact: text.min(1, 'string'),
    prefix: text.optional(),
    suffix: text.optional(),
  }),
  TextPositionSelector: z
    .looseObject({ start: position, end: position })
    .refine(({ start, end }) => start <= end, 'start ≤ end'),
  DataPositionSelector: z.looseObject({ start: position, end: position }),
  FragmentSelector: z.looseObject({ value: text, conformsTo: iri.optional() }),
  CssSelector: z.looseObject({ value: text }),
  XPathSelector: z.looseObject({ value: text }),
  SvgSelector: z.union([z.looseObject({ value: text }), z.looseObject({ id: iri })], 'value or id'),
};

/**
 * Checks a foreign value against the W3C model, as far as the model says "must". `embedded`: an item of a collection,
 * which inherits its context.
 * @throws ArchiveError `malformed-input` or `too-deep`, naming the field and what it should hold
 */
export function checkAnnotation(value: unknown, embedded = false): JsonObject {
  checkDepth(value);
  if (!isObject(value)) throw refusal('', 'annotation', 'JSON object');
  const name = typeof value.id === 'string' ? value.id : 'annotation';
  const check = (schema: z.ZodType, part: unknown, path: string): void => {
    const result = schema.safeParse(part);
    const issue = result.error?.issues[0];
    if (issue !== undefined)
      throw refusal([path, ...issue.path].filter((step) => step !== '').join('.'), name, issue.message);
  };

  if (!embedded || value['@context'] !== undefined)
    if (!listOf(value['@context']).some((context) => typeof context === 'string' && isAnnotationContext(context)))
      throw refusal('@context', name, ANNOTATION_CONTEXT);
  if (!hasType(value, 'Annotation')) throw refusal('type', name, 'Annotation');
  check(resource, value, '');
  if (value.motivation !== undefined) check(texts, value.motivation, 'motivation');

  if (value.bodyValue !== undefined) {
    check(text, value.bodyValue, 'bodyValue');
    if (value.body !== undefined) throw refusal('body', name, 'body or bodyValue');
  }
  const targets = listOf(value.target);
  if (targets.length === 0) throw refusal('target', name, 'IRI, object');

  /** Bodies and targets are resources; a resource may hold more of them. */
  const checkResource = (part: unknown, path: string): void => {
    if (!isObject(part)) {
      check(iri, part, path);
      return;
    }
    check(resource, part, path);
    if (hasType(part, 'TextualBody')) {
      check(textualBody, part, path);
      return;
    }
    if (part.items !== undefined) {
      check(composite, part, path);
      listOf(part.items).forEach((item, index) => checkResource(item, `${path}.items.${index}`));
      return;
    }
    if (part.source === undefined && part.selector === undefined && !hasType(part, 'SpecificResource')) {
      check(external, part, path);
      return;
    }
    checkResource(part.source, `${path}.source`);
    listOf(part.selector).forEach((selector, index) => checkSelector(selector, `${path}.selector.${index}`));
  };
  const checkSelector = (part: unknown, path: string): void => {
    if (!isObject(part)) {
      check(iri, part, path);
      return;
    }
    check(texts, part.type, `${path}.type`);
    for (const type of listOf(part.type)) {
      const schema = typeof type === 'string' && Object.hasOwn(selectors, type) ? selectors[type] : undefined;
      if (schema !== undefined) check(schema, part, path);
    }
    listOf(part.refinedBy).forEach((inner, index) => checkSelector(inner, `${path}.refinedBy.${index}`));
  };

  listOf(value.body).forEach((body, index) => checkResource(body, `body.${index}`));
  targets.forEach((target, index) => checkResource(target, `target.${index}`));
  return value;
}

const isAnnotationContext = (context: string): boolean => context.replace(/^https:/u, 'http:') === ANNOTATION_CONTEXT;

const refusal = (path: string, name: string, expected: string): ArchiveError =>
  new ArchiveError('malformed-input', {
    subject: name,
    reason: 'expected',
    expected: path === '' ? expected : `${path} = ${expected}`,
  });

/** Without recursion: the value is a stranger's. */
function checkDepth(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new ArchiveError('too-deep', { subject: 'annotation', limit: DEEPEST, reason: 'limit' });
    level = level.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? (Object.values(entry) as unknown[]) : [],
    );
  }
}
