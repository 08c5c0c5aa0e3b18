import type { NoteColor, Placement, UiLanguage } from '#contract';

/** The words exports write around what they export. */
export type ExportLabels = {
  notes: string;
  articles: string;
  tags: string;
  unplaced: string;
  credit: string;
  savedOn: string;
  colors: Record<NoteColor, string>;
  states: Record<Placement['state'], string>;
  columns: Record<
    | 'title'
    | 'source'
    | 'published'
    | 'url'
    | 'quote'
    | 'note'
    | 'tags'
    | 'color'
    | 'creator'
    | 'created'
    | 'modified'
    | 'state',
    string
  >;
};

const LABELS: Readonly<Record<UiLanguage, ExportLabels>> = {
  de: {
    notes: 'Notizen',
    articles: 'Artikel',
    tags: 'Schlagwörter',
    unplaced: 'Die Stelle steht nicht mehr im Text.',
    credit: 'Quelle',
    savedOn: 'Gesichert am',
    colors: { wheat: 'Weizen', moss: 'Moos', sky: 'Himmel', rose: 'Rose', lilac: 'Flieder' },
    states: { exact: 'an ihrer Stelle', moved: 'verschoben', unplaced: 'ohne Stelle', whole: 'ganzer Artikel' },
    columns: {
      title: 'Titel',
      source: 'Quelle',
      published: 'Erschienen',
      url: 'Adresse',
      quote: 'Zitat',
      note: 'Notiz',
      tags: 'Schlagwörter',
      color: 'Farbe',
      creator: 'Von',
      created: 'Angelegt',
      modified: 'Geändert',
      state: 'Stelle',
    },
  },
  en: {
    notes: 'Notes',
    articles: 'Articles',
    tags: 'Tags',
    unplaced: 'The passage is no longer in the text.',
    credit: 'Source',
    savedOn: 'Saved on',
    colors: { wheat: 'wheat', moss: 'moss', sky: 'sky', rose: 'rose', lilac: 'lilac' },
    states: { exact: 'in place', moved: 'moved', unplaced: 'no place', whole: 'whole article' },
    columns: {
      title: 'Title',
      source: 'Source',
      published: 'Published',
      url: 'Address',
      quote: 'Quote',
      note: 'Note',
      tags: 'Tags',
      color: 'Colour',
      creator: 'By',
      created: 'Created',
      modified: 'Modified',
      state: 'Place',
    },
  },
};

export const labelsIn = (language: UiLanguage): ExportLabels => LABELS[language];
