import type { FrozenSegment } from './frozen-segment.ts';

/** Documents of a segment whose articles are gone: as a list, and one byte a document: 1 is gone. */
export type Dead = { documents: Uint16Array; isDead: Uint8Array };

/** Knows which documents of segments are dead, without looking at all articles for each search. */
export class DeadDocuments {
  readonly #known = new WeakMap<FrozenSegment, { deaths: number; dead: Dead | null }>();

  /**
   * null: all are alive. `alive`: one byte an article number: 1 is in the catalogue; `deaths`: another one whenever a
   * number is no longer in it.
   */
  of(segment: FrozenSegment, alive: Uint8Array, deaths: number): Dead | null {
    const known = this.#known.get(segment);
    if (known?.deaths === deaths) return known.dead;
    const dead = findDead(segment.ordinals, alive);
    this.#known.set(segment, { deaths, dead });
    return dead;
  }
}

function findDead(ordinals: Uint32Array, alive: Uint8Array): Dead | null {
  const documents: number[] = [];
  for (let document = 0; document < ordinals.length; document++)
    if (alive[ordinals[document]!] !== 1) documents.push(document);
  if (documents.length === 0) return null;
  const isDead = new Uint8Array(ordinals.length);
  for (const document of documents) isDead[document] = 1;
  return { documents: Uint16Array.from(documents), isDead };
}
