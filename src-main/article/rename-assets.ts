import type { Block } from '#contract';

/** The same blocks with their pictures under other names, however deep they lie; null takes a picture away. */
export function renameAssets(blocks: readonly Block[], rename: (name: string) => string | null): Block[] {
  const renamed = (name: string | null) => (name === null ? null : rename(name));
  // Nesting is bounded by `normaliseBlocks`, so recursion is.
  const inner = (nested: readonly Block[]) => renameAssets(nested, rename);
  return blocks.map((block): Block => {
    switch (block.type) {
      case 'figure':
        return { ...block, asset: renamed(block.asset) };
      case 'video':
        return { ...block, poster: renamed(block.poster) };
      case 'quote':
      case 'footnote':
        return { ...block, blocks: inner(block.blocks) };
      case 'list':
        return { ...block, items: block.items.map(inner) };
      case 'definition-list':
        return {
          ...block,
          entries: block.entries.map((entry) => ({ ...entry, definitions: entry.definitions.map(inner) })),
        };
      default:
        return block;
    }
  });
}
