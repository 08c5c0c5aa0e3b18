import type { SearchCache } from '../cache/search-cache.ts';
import type { Catalogue, CatalogueEntry } from '../catalogue.ts';
import type { WordIndex } from '../word-index.ts';
import type { SegmentJob } from './build-segment.ts';
import { identityOf, indexedFields } from '../indexed-fields.ts';
import { FrozenSegment } from './frozen-segment.ts';
import { readSegment, type Section } from './segment-file.ts';
import { SEGMENT_SIZE } from './freeze-segment.ts';

/** Builds a segment file, here or in another thread. */
export type BuildSegment = (job: SegmentJob) => Promise<void>;
/** Reads a segment in another thread; null: it is not usable. */
export type LoadSegment = (path: string, archiveId: string) => Promise<Record<string, Section> | null>;

/** Fewer segments are loaded before another thread would have begun. */
const WORTH_SHARING = 4;

/** A segment of which more than this part is replaced or deleted is renewed, in the background. */
const MOST_DEAD = 0.25;
/** So many segments up to one of these sizes become one. */
const MOST_SMALL = 6;
const SMALL_SIZES = [500, SEGMENT_SIZE / MOST_SMALL];

/** Makes finished segments of articles and finds them again in the cache. */
export class Freezer {
  readonly #archiveId: string;
  readonly #cache: SearchCache;
  readonly #catalogue: Catalogue;
  readonly #words: WordIndex;
  readonly #build: BuildSegment;
  readonly #lose: (entries: CatalogueEntry[]) => void;
  readonly #paths = new Map<FrozenSegment, string>();

  /** `lose` is told of articles that were to be frozen, and whose texts are damaged. */
  constructor(
    archiveId: string,
    { cache, catalogue, words }: { cache: SearchCache; catalogue: Catalogue; words: WordIndex },
    build: BuildSegment,
    lose: (entries: CatalogueEntry[]) => void,
  ) {
    this.#archiveId = archiveId;
    this.#lose = lose;
    this.#cache = cache;
    this.#catalogue = catalogue;
    this.#words = words;
    this.#build = build;
  }

  /** Loads what the cache has; returns the articles that no usable segment holds. */
  load(): CatalogueEntry[] {
    const covered = new Uint8Array(this.#catalogue.ordinalCount);
    for (const path of this.#cache.segmentPaths()) this.#accept(path, this.#read(path), covered);
    return this.#catalogue.entriesWithout(covered);
  }

  /** {@link load} in this thread and another, other calls answered in between; null: it is no longer wanted. */
  async loadInTurns(load: LoadSegment, isWanted: () => boolean): Promise<CatalogueEntry[] | null> {
    const covered = new Uint8Array(this.#catalogue.ordinalCount);
    const paths = this.#cache.segmentPaths();
    const fromFirst = async () => {
      for (let path = paths.shift(); path !== undefined && isWanted(); path = paths.shift()) {
        this.#accept(path, this.#read(path), covered);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const fromLast = async () => {
      for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
        const own = path;
        const segment = await load(own, this.#archiveId).then(
          (sections) => sections && FrozenSegment.of(sections),
          // The thread died: what it was to read is read here.
          () => this.#read(own),
        );
        if (!isWanted()) return;
        this.#accept(own, segment, covered);
      }
    };
    await Promise.all([paths.length >= WORTH_SHARING ? fromLast() : null, fromFirst()]);
    return isWanted() ? this.#catalogue.entriesWithout(covered) : null;
  }

  /** A segment is added, or its file removed. `covered`: by number, 1 of articles other segments have. */
  #accept(path: string, segment: FrozenSegment | null, covered: Uint8Array): void {
    const usable = segment && this.#matches(segment) && !segment.ordinals.some((ordinal) => covered[ordinal] === 1);
    if (!usable) {
      this.#cache.removeSegment(path);
      return;
    }
    for (const ordinal of segment.ordinals) covered[ordinal] = 1;
    this.#add(segment, path);
  }

  /** Freezes these articles in the background; at most {@link SEGMENT_SIZE}. False: it could not be done. */
  async freeze(entries: readonly CatalogueEntry[], isWanted: () => boolean): Promise<boolean> {
    if (!this.#cache.writable || entries.length === 0 || entries.length > SEGMENT_SIZE) return false;
    const segmentPath = this.#cache.freshSegmentPath();
    const words = this.#words.archiveWords;
    const documents = [...entries].sort((a, b) => a.ordinal - b.ordinal).map(documentOf);
    try {
      await this.#build({ archiveId: this.#archiveId, folder: this.#cache.folder, segmentPath, documents, words });
    } catch {
      // A full disk, a thread that died: the articles stay where they are.
      return false;
    }
    const segment = isWanted() ? this.#read(segmentPath) : null;
    if (!segment) {
      this.#cache.removeSegment(segmentPath);
      return false;
    }
    if (segment.size > 0) this.#add(segment, segmentPath);
    else this.#cache.removeSegment(segmentPath);
    if (segment.size < entries.length) {
      const frozen = new Set(segment.ordinals);
      this.#lose(entries.filter(({ ordinal }) => !frozen.has(ordinal)));
    }
    return true;
  }

  /** Renews one segment of which much is dead, or makes one of several small ones; false: there is nothing to do. */
  async merge(isWanted: () => boolean): Promise<boolean> {
    return (await this.#renew(isWanted)) || this.#join(isWanted);
  }

  async #renew(isWanted: () => boolean): Promise<boolean> {
    for (const segment of this.#paths.keys()) {
      const alive = this.#catalogue.alive();
      const left = segment.ordinals.reduce((sum, ordinal) => sum + alive[ordinal]!, 0);
      // Or it was made before the archive taught the rules its words.
      if (left >= segment.size * (1 - MOST_DEAD) && segment.learned >= (this.#words.archiveWords?.articles ?? 0))
        continue;
      const entries = this.#entriesOf([segment]);
      if (entries.length > 0 && !(await this.freeze(entries, isWanted))) return false;
      this.#remove(segment);
      return true;
    }
    return false;
  }

  /** Where there are too many small ones of about the same size. */
  async #join(isWanted: () => boolean): Promise<boolean> {
    for (const size of SMALL_SIZES) {
      const small = [...this.#paths.keys()].filter((segment) => segment.size <= size).slice(0, MOST_SMALL);
      const entries = this.#entriesOf(small);
      if (small.length < MOST_SMALL || entries.length > SEGMENT_SIZE) continue;
      // Between adding and removing nothing else runs: no search sees an article twice.
      if (!(await this.freeze(entries, isWanted))) return false;
      for (const segment of small) this.#remove(segment);
      return true;
    }
    return false;
  }

  /** What is still in the catalogue of some segments. */
  #entriesOf(segments: readonly FrozenSegment[]): CatalogueEntry[] {
    return segments
      .flatMap(({ ordinals }) => Array.from(ordinals, (ordinal) => this.#catalogue.at(ordinal)))
      .filter((entry) => entry !== undefined);
  }

  clear(): void {
    this.#paths.clear();
  }

  #add(segment: FrozenSegment, path: string): void {
    this.#words.addFrozen(segment);
    this.#paths.set(segment, path);
  }

  #remove(segment: FrozenSegment): void {
    const path = this.#paths.get(segment);
    this.#words.removeFrozen(segment);
    this.#paths.delete(segment);
    if (path !== undefined) this.#cache.removeSegment(path);
  }

  #read(path: string): FrozenSegment | null {
    const sections = readSegment(path, this.#archiveId);
    return sections && FrozenSegment.of(sections);
  }

  /** What it says of an article must be what the catalogue has under this number: never old answers under a new one. */
  #matches(segment: FrozenSegment): boolean {
    let dead = 0;
    for (const [document, ordinal] of segment.ordinals.entries()) {
      const identity = this.#catalogue.identityAt(ordinal);
      if (identity === null) dead++;
      else if (identity !== segment.identities[document]) return false;
    }
    return dead < segment.size;
  }
}

function documentOf(entry: CatalogueEntry): SegmentJob['documents'][number] {
  const { place, ordinal } = entry;
  return { ...indexedFields(entry), id: ordinal, place, identity: identityOf(entry) };
}
