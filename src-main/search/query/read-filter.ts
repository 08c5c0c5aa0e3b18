import { foldWord } from '../terms/fold-word.ts';
import { cutWords } from '../terms/word-spans.ts';
import { parseDateRange } from './parse-date.ts';
import { HAS_VALUES, IS_VALUES, LANGUAGE_NAMES, type FieldKind } from './query-fields.ts';
import type { Filter, RemarkCode } from './query-node.ts';

/** What a field and its value ask for; `quoted`: the words are complete as they stand. */
export function readFilter(
  kind: FieldKind,
  value: string,
  quoted: boolean,
): { filter: Filter } | { remark: RemarkCode } {
  const text = value.trim();
  if (text === '') return { remark: 'missing-value' };
  switch (kind) {
    case 'source':
    case 'author':
    case 'tag': {
      const words = cutWords(text).map(foldWord);
      return words.length > 0 ? { filter: { kind, words, whole: quoted } } : { remark: 'unknown-value' };
    }
    case 'language': {
      const lower = text.toLowerCase();
      return { filter: { kind, value: LANGUAGE_NAMES.get(lower) ?? lower } };
    }
    case 'date':
    case 'before':
    case 'after': {
      const range = parseDateRange(text);
      if (!range) return { remark: 'bad-date' };
      if (kind === 'date') return { filter: { kind, range } };
      if (kind === 'before') return { filter: { kind: 'date', range: { from: null, until: range.from } } };
      return { filter: { kind: 'date', range: { from: range.until, until: null } } };
    }
    case 'has': {
      const what = HAS_VALUES.get(text.toLowerCase());
      return what ? { filter: { kind, what } } : { remark: 'unknown-value' };
    }
    case 'is': {
      const what = IS_VALUES.get(text.toLowerCase());
      return what ? { filter: { kind, what } } : { remark: 'unknown-value' };
    }
  }
}
