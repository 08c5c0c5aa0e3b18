import { readFileSync, statSync } from 'node:fs';
import nouns from '../../../resources/words/german-nouns.txt?raw';
import names from '../../../resources/words/name-variants.txt?raw';
import { NameVariants } from './name-variants.ts';
import { CompoundSplitter } from './split-compound.ts';
import { TermRules } from './term-rules.ts';

/** Bytes; a longer file is no list of names. */
const LONGEST_LIST = 1 << 20;

/**
 * The rules with the word lists that come with the program (resources/words); `ownNames`: names the user wrote down
 * ({@link readOwnNames}). Names are looked up in queries only: no index depends on them.
 */
export function loadTermRules(ownNames = ''): TermRules {
  return new TermRules(
    new CompoundSplitter(() => nouns.split('\n').filter(Boolean)),
    new NameVariants(names, ownNames),
  );
}

/** The user's own list of names; unreadable or not there, it counts as empty: nothing of it is ever written. */
export function readOwnNames(path: string | undefined): string {
  if (path === undefined) return '';
  try {
    const { size } = statSync(path);
    return size > LONGEST_LIST ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
