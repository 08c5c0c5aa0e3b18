import { createContext } from 'svelte';
import type { Asset } from '#contract';
import type { DecorationIndex } from './decorations.ts';
import type { FindBreaks } from './hyphenation.ts';

/** What the components of an article's blocks need to know to draw themselves; getters, so that they follow changes. */
export type ArticleDrawing = {
  readonly articleId: string;
  /** Of the article; blocks and texts may have their own. */
  readonly language: string | null;
  readonly textOffsets: Record<string, number>;
  readonly decorations: DecorationIndex;
  /** The article's address, for what was not stored. */
  readonly address: string | null;
  /** The file of that name; undefined when it is not kept. */
  asset(name: string | null): Asset | undefined;
  findBreaks(language: string | null): FindBreaks;
  /** Shows an address and offers to open it; nothing is fetched before. */
  showAddress(href: string): void;
  showFootnote(id: string): void;
  returnFromFootnote(id: string): void;
};

export const [getArticleDrawing, setArticleDrawing] = createContext<ArticleDrawing>();
