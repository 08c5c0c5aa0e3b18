import { hasType, isObject, type Json, type JsonObject, listOf, without } from './annotation-terms.ts';

/** What bodies say that body and tags of a note cannot hold; written back as it was. */
export type BodyRest = {
  /** Bodies kept whole: links, choices, media. */
  others: Json[];
  /** The note text that stands for `others`; a note whose text is still this gets no text body of its own. */
  shown: string;
  /** The text as read, and further fields of the body it came from (language, format). */
  text: string;
  fields: JsonObject;
};

export type ReadBodies = { body: string; tags: string[]; rest: BodyRest };

/** Text and tags of an annotation. Text in several bodies is joined by a blank line. */
export function readBodies(annotation: JsonObject): ReadBodies {
  const tags: string[] = [];
  const texts: JsonObject[] = [];
  const others: Json[] = [];
  const allAreTags = listOf(annotation.motivation).includes('tagging');
  const bodies = annotation.bodyValue === undefined ? listOf(annotation.body) : [plain(annotation.bodyValue)];
  for (const body of bodies) {
    const value = isObject(body) && hasType(body, 'TextualBody') ? body.value : undefined;
    if (!isObject(body) || typeof value !== 'string') others.push(body);
    else if (isTag(body, allAreTags)) tags.push(value.trim());
    else texts.push(body);
  }
  const text = texts.map((body) => (typeof body.value === 'string' ? body.value : '')).join('\n\n');
  const shown =
    text === ''
      ? others
          .map(shownAs)
          .filter((line) => line !== '')
          .join('\n\n')
      : '';
  const fields = without(texts[0] ?? {}, ['type', 'value', 'purpose']);
  return {
    body: text === '' ? shown : text,
    tags: [...new Set(tags.filter((tag) => tag !== ''))],
    rest: { others, shown, text, fields },
  };
}

/** Body and tags as bodies of the model; `purpose` is what the text does. */
export function writeBodies(body: string, tags: readonly string[], rest: BodyRest | null): Json[] {
  const written: Json[] = [];
  const alreadyThere = rest !== null && rest.others.length > 0 && body === rest.shown;
  if (body !== '' && !alreadyThere) {
    const fields = rest !== null && body === rest.text ? rest.fields : {};
    written.push({ type: 'TextualBody', value: body, format: 'text/markdown', purpose: 'commenting', ...fields });
  }
  for (const tag of tags) written.push({ type: 'TextualBody', value: tag, format: 'text/plain', purpose: 'tagging' });
  return [...written, ...(rest?.others ?? [])];
}

const plain = (value: Json): JsonObject => ({ type: 'TextualBody', value, format: 'text/plain' });

const isTag = (body: JsonObject, allAreTags: boolean): boolean => {
  const purposes = listOf(body.purpose);
  return purposes.includes('tagging') || (allAreTags && purposes.length === 0);
};

/** A body that is no text, in words: a choice by its first text, anything else by its address. */
function shownAs(body: Json): string {
  if (typeof body === 'string') return `<${body}>`;
  if (!isObject(body)) return '';
  for (const item of listOf(body.items)) if (isObject(item) && typeof item.value === 'string') return item.value;
  const { source } = body;
  const address = body.id ?? (isObject(source) ? source.id : source);
  return typeof address === 'string' ? `<${address}>` : '';
}
