import { annotationTarget, type JsonObject, noteToAnnotation, uuidFromText } from '../article/annotation.ts';
import { sealOf } from '../article/json-seal.ts';
import { inReadingOrder } from '../article/reading-order.ts';
import { ANNOTATION_CONTEXT, NACHLESE_TERMS, without } from '../article/annotation-terms.ts';
import { type ExportArticle, type ExportWriter } from './export-article.ts';
import { labelsIn } from './export-labels.ts';
import { FileNames, fileName } from './file-names.ts';
import { localDay } from './local-day.ts';

/** Notes as a W3C annotation collection (JSON-LD), which our own import reads back note for note. */
export const writeNotesJsonLd: ExportWriter = async function* (articles, shape, options) {
  const { notes: label } = labelsIn(options.language);
  const date = localDay(options.now);
  if (shape === 'many') {
    const names = new FileNames('jsonld');
    for await (const exported of articles)
      yield {
        name: names.of(exported.article),
        text: collection(`${label}: ${exported.article.title}`, annotationsOf(exported)),
      };
    return;
  }
  const annotations: JsonObject[] = [];
  for await (const exported of articles) annotations.push(...annotationsOf(exported));
  yield { name: `${fileName(`${label} ${date}`)}.jsonld`, text: collection(label, annotations) };
};

/** A note that has moved is written with the place it has now: others have the text as it is now. */
function annotationsOf({ article, notes, noteRests, text }: ExportArticle): JsonObject[] {
  const target = annotationTarget(article, text);
  return inReadingOrder(notes).map((note) => {
    const { placement, selector } = note;
    const at = placement.state === 'moved' && placement.score === 1 ? placement : null;
    const placed = selector === null || at === null ? selector : { ...selector, start: at.start, end: at.end };
    const rest = noteRests?.get(note.id) ?? null;
    return without(noteToAnnotation({ ...note, selector: placed }, target, 'w3c', rest), ['@context']);
  });
}

function collection(label: string, items: JsonObject[]): string {
  const id = uuidFromText(sealOf({ items }));
  const json: JsonObject = {
    '@context': [ANNOTATION_CONTEXT, { nachlese: NACHLESE_TERMS }],
    id: `urn:uuid:${id}`,
    type: 'AnnotationCollection',
    label,
    total: items.length,
    // The model wants at least one item on a page.
    ...(items.length === 0
      ? {}
      : { first: { id: `urn:uuid:${uuidFromText(id)}`, type: 'AnnotationPage', startIndex: 0, items } }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
