import nouns from '../../../resources/words/german-nouns.txt?raw';
import names from '../../../resources/words/name-variants.txt?raw';
import { NameVariants } from './name-variants.ts';
import { CompoundSplitter } from './split-compound.ts';
import { TermRules } from './term-rules.ts';

/** The rules with the word lists that come with the program (resources/words). */
export function loadTermRules(): TermRules {
  return new TermRules(new CompoundSplitter(() => nouns.split('\n').filter(Boolean)), new NameVariants(names));
}
