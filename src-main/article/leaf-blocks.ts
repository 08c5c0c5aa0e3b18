import type { Block, Inline } from '#contract';

/** The blocks that hold no other blocks, in reading order, however deep they lie; terms and labels become paragraphs. */
export function leafBlocks(blocks: readonly Block[]): Block[] {
  const leaves: Block[] = [];
  const waiting: Block[] = [...blocks].reverse();
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    const inner = innerBlocks(block);
    if (inner === null) leaves.push(block);
    else for (let place = inner.length - 1; place >= 0; place -= 1) waiting.push(inner[place]!);
  }
  return leaves;
}

function innerBlocks(block: Block): Block[] | null {
  switch (block.type) {
    case 'quote':
      return block.blocks;
    case 'list':
      return block.items.flat();
    case 'footnote':
      return [paragraph([{ type: 'text', text: block.label, marks: [] }]), ...block.blocks];
    case 'definition-list':
      return block.entries.flatMap((entry) => [...entry.terms.map(paragraph), ...entry.definitions.flat()]);
    default:
      return null;
  }
}

const paragraph = (content: Inline[]): Block => ({ type: 'paragraph', content, language: null, direction: null });
