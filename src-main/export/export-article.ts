import type { Article, ArticleState, ExportedFile, PlacedNote, UiLanguage } from '#contract';
import type { AnnotationRest } from '../article/annotation.ts';

/** One article as exports see it, with the notes that are asked for. */
export type ExportArticle = {
  article: Article;
  state: ArticleState;
  notes: PlacedNote[];
  /** What the annotations of notes hold beyond them, by the note's id. */
  noteRests?: ReadonlyMap<string, AnnotationRest>;
  text: string;
};

export type ExportOptions = { language: UiLanguage; now: Date };

/**
 * Writes one format. The same articles, options and shape give the same files; names are unique, also where upper and
 * lower case are one, and valid on Windows.
 */
export type ExportWriter = (
  articles: AsyncIterable<ExportArticle>,
  shape: 'one' | 'many',
  options: ExportOptions,
) => AsyncIterable<ExportedFile>;
