import type { Article, Inline } from '#contract';

/** Plain text and offsets of the blocks that the invented articles use, by the rule of the contract. */
export function layOut(article: Article): { text: string; textOffsets: Record<string, number> } {
  const textOffsets: Record<string, number> = {};
  let text = '';
  const put = (path: string, content: readonly Inline[]): void => {
    for (const [index, piece] of content.entries()) {
      if (piece.type !== 'text') continue;
      textOffsets[`${path}.${String(index)}`] = text.length;
      text += piece.text;
    }
  };
  const putLine = (path: string, line: string | null): void => {
    if (line === null) return;
    text += ' ';
    textOffsets[path] = text.length;
    text += line;
  };
  put('lead', article.lead);
  for (const [index, block] of article.blocks.entries()) {
    if (text) text += '\n\n';
    const path = `blocks.${String(index)}`;
    if (block.type === 'paragraph' || block.type === 'heading') put(`${path}.content`, block.content);
    if (block.type === 'figure' || block.type === 'video') put(`${path}.caption`, block.caption);
    if (block.type === 'figure') putLine(`${path}.creditLine`, block.creditLine);
    if (block.type === 'video') putLine(`${path}.stamp`, block.stamp);
  }
  return { text, textOffsets };
}
