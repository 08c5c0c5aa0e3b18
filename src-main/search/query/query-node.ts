/** Fields whose text is searched word by word. */
export type TextField = 'title' | 'notes';

/** Half-open range of dates, "YYYY-MM-DD"; null: open. */
export type DateRange = { from: string | null; until: string | null };

export type Filter =
  | { kind: 'source' | 'author' | 'tag'; words: string[]; whole: boolean }
  | { kind: 'language'; value: string }
  | { kind: 'date'; range: DateRange }
  | { kind: 'has'; what: 'note' | 'highlight' | 'image' | 'video' }
  | { kind: 'is'; what: 'unread' | 'read' | 'starred' }
  | { kind: 'address'; address: string };

/** Where in the query it stands, in UTF-16 code units. */
type Place = { start: number; end: number };

export type WordNode = Place & {
  type: 'word';
  word: string;
  /** "typing": the last word, perhaps not finished: also found by its beginning. */
  mode: 'whole' | 'typing' | 'prefix' | 'fuzzy';
  field: TextField | null;
};

export type PhraseNode = Place & {
  type: 'phrase';
  words: string[];
  /** Words that may stand between, in any order; null: side by side, in this order. */
  distance: number | null;
  /** Other forms of the words count, too: "US-Präsident" finds "US-Präsidenten". */
  forms: boolean;
  /** The last word may be unfinished. */
  typing: boolean;
  /** Also found written as one word: "Tomahawklieferung"; null: no such word. */
  joined: string | null;
  field: TextField | null;
};

export type FilterNode = Place & { type: 'filter'; filter: Filter; text: string };

/** A query as a tree; an empty "and" matches everything. */
export type QueryNode =
  | { type: 'and'; nodes: QueryNode[] }
  | { type: 'or'; nodes: QueryNode[] }
  | { type: 'not'; node: QueryNode }
  | WordNode
  | PhraseNode
  | FilterNode;

export type RemarkCode =
  | 'unclosed-quote'
  | 'unbalanced-parenthesis'
  | 'unknown-field'
  | 'unknown-value'
  | 'bad-date'
  | 'missing-value'
  | 'dangling-operator'
  | 'nothing-to-search';

export type ParsedQuery = {
  root: QueryNode;
  /** The same query, written as it was understood. */
  understood: string;
  remarks: (Place & { code: RemarkCode })[];
};
