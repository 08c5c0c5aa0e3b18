import type { Catalogue } from '../catalogue.ts';
import type { CatalogueChange } from './catalogue-log.ts';
import type { SearchCache } from './search-cache.ts';

/** A file of texts is given back when less than this part of it is still referred to. */
const LEAST_USED = 0.5;
/** Bytes that are not worth the work. */
const LITTLE = 1 << 20;
/** Texts moved in one go while the rest of the program waits: a few ms. */
const BATCH = 16;

/**
 * Gives the space of replaced and deleted texts back: what is left in a file moves to the newest one, and the file goes.
 * At any moment each text lies where the log says. Ends early when `isWanted` says so; nobody else may be reading the
 * file by a place it was given before. Returns the articles whose text is damaged.
 */
export async function cleanTexts(cache: SearchCache, catalogue: Catalogue, isWanted: () => boolean): Promise<string[]> {
  const damaged: string[] = [];
  if (!cache.writable) return damaged;
  const { texts } = cache;
  const used = catalogue.textBytes();
  for (const file of texts.numbers()) {
    const size = texts.size(file);
    const live = used.get(file) ?? 0;
    if (live > size * LEAST_USED || (size - live < LITTLE && live > 0)) continue;
    if (file === texts.current) {
      if (size < LITTLE) continue;
      texts.beginFile();
    }
    const left = catalogue.entriesAt((place) => place.file === file);
    for (let at = 0; at < left.length; at += BATCH) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isWanted()) return damaged;
      const changes: CatalogueChange[] = [];
      for (const { ordinal, row, place } of left.slice(at, at + BATCH)) {
        // Replaced or removed meanwhile.
        if (catalogue.at(ordinal)?.place !== place) continue;
        const read = texts.read(place);
        if (!read) damaged.push(row.id);
        else {
          const moved = texts.append(read);
          catalogue.move(ordinal, moved);
          changes.push({ moved: ordinal, place: moved });
        }
      }
      cache.append(changes);
    }
    if (!isWanted()) return damaged;
    texts.removeFile(file);
  }
  return damaged;
}
