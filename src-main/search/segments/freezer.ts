import type { SearchCache } from '../cache/search-cache.ts';
import type { Catalogue, CatalogueEntry } from '../catalogue.ts';
import type { WordIndex } from '../word-index.ts';
import { identityOf, indexedFields } from '../indexed-fields.ts';
import type { Built, FreezeJob, MergeJob, SegmentJob } from './build-segment.ts';
import { releaseReplaced } from '../release-memory.ts';
import { findAlike, findLeftovers } from './choose-merge.ts';
import { BUILT_SIZE } from './freeze-segment.ts';
import { FrozenSegment } from './frozen-segment.ts';
import { readSegment } from './segment-file.ts';

/** Builds a segment file, here or in another thread; null: what was built is not usable. */
export type BuildSegment = (job: SegmentJob) => Promise<Built>;
/** Reads a segment in another thread; null: it is not usable. */
export type LoadSegment = (path: string, archiveId: string) => Promise<Built>;

/** Fewer segments are loaded before another thread would have begun. */
const WORTH_SHARING = 4;

/** A segment of which more than this part is replaced or deleted is renewed, in the background. */
const MOST_DEAD = 0.25;

/** What every job has; its own is given when it is begun. */
type Place = { archiveId: string; segmentPath: string };
type Made = { segment: FrozenSegment; path: string };

/** Makes finished segments of articles and finds them again in the cache. */
export class Freezer {
  readonly #archiveId: string;
  readonly #cache: SearchCache;
  readonly #catalogue: Catalogue;
  readonly #words: WordIndex;
  readonly #build: BuildSegment;
  readonly #atOnce: number;
  readonly #lose: (entries: CatalogueEntry[]) => void;
  readonly #paths = new Map<FrozenSegment, string>();

  /** `threads`: segments that may be built at the same time; `lose` is told of articles that were to be frozen, and whose texts are damaged. */
  constructor(
    archiveId: string,
    { cache, catalogue, words }: { cache: SearchCache; catalogue: Catalogue; words: WordIndex },
    { build, threads }: { build: BuildSegment; threads: number },
    lose: (entries: CatalogueEntry[]) => void,
  ) {
    this.#archiveId = archiveId;
    this.#lose = lose;
    this.#cache = cache;
    this.#catalogue = catalogue;
    this.#words = words;
    this.#build = build;
    this.#atOnce = threads;
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

  /** Freezes these articles in the background, `former` being the segment they replace. False: it could not be done. */
  async freeze(
    entries: readonly CatalogueEntry[],
    isWanted: () => boolean,
    former: FrozenSegment | null = null,
  ): Promise<boolean> {
    const documents = [...entries].sort((a, b) => a.ordinal - b.ordinal).map(documentOf);
    const each = Math.ceil(documents.length / Math.ceil(documents.length / BUILT_SIZE));
    const all: Made[] = [];
    for (let at = 0; at < documents.length; at += each) {
      const part = documents.slice(at, at + each);
      const made = await this.#make({ folder: this.#cache.folder, words: this.#words.archiveWords, documents: part });
      if (made) all.push(made);
      if (made && isWanted()) continue;
      for (const { path } of all) this.#cache.removeSegment(path);
      return false;
    }
    this.#replace(former ? [former] : [], all);
    const frozen = new Set(all.flatMap(({ segment }) => [...segment.ordinals]));
    if (frozen.size < entries.length) this.#lose(entries.filter(({ ordinal }) => !frozen.has(ordinal)));
    return all.length > 0 || former !== null;
  }

  /**
   * Renews one segment of which much is dead, or makes one of several smaller ones, and of others at the same time where
   * there are threads for it, `withLeftovers` also where these are few; false: there is nothing to do.
   */
  async merge(isWanted: () => boolean, withLeftovers: boolean): Promise<boolean> {
    const segments = [...this.#paths.keys()];
    // Made before the archive taught the rules its words.
    const old = segments.find(({ learned }) => learned < (this.#words.archiveWords?.articles ?? 0));
    if (old) return this.freeze(this.#entriesOf(old), isWanted, old);
    const alive = this.#catalogue.alive();
    const isDead = ({ ordinals, size }: FrozenSegment) =>
      ordinals.reduce((sum, ordinal) => sum + alive[ordinal]!, 0) < size * (1 - MOST_DEAD);
    const dead = segments.find(isDead);
    const alike = dead ? [[dead]] : findAlike(segments, this.#atOnce);
    const leftovers = withLeftovers && alike.length === 0 ? findLeftovers(segments) : null;
    const merged = await Promise.all(
      [...alike, ...(leftovers ? [leftovers] : [])].map((former) => this.#mergeThese(former, alive, isWanted)),
    );
    return merged.length > 0 && !merged.includes(false);
  }

  /** `alive`: by number of an article; false: it could not be done. */
  async #mergeThese(former: readonly FrozenSegment[], alive: Uint8Array, isWanted: () => boolean): Promise<boolean> {
    const made = await this.#make({
      sources: former.map(({ sections, ordinals }) => ({
        sections,
        kept: Uint8Array.from(ordinals, (ordinal) => alive[ordinal]!),
      })),
    });
    if (made && isWanted()) this.#replace(former, [made]);
    else if (made) this.#cache.removeSegment(made.path);
    return made !== null;
  }

  /** null: it could not be made. */
  async #make(job: Omit<FreezeJob, keyof Place> | Omit<MergeJob, keyof Place>): Promise<Made | null> {
    if (!this.#cache.writable) return null;
    const path = this.#cache.freshSegmentPath();
    try {
      const sections = await this.#build({ ...job, archiveId: this.#archiveId, segmentPath: path });
      if (sections) return { segment: FrozenSegment.of(sections), path };
    } catch {
      // A full disk, a thread that died: the articles stay where they are.
    }
    this.#cache.removeSegment(path);
    return null;
  }

  /** Between adding and removing nothing else runs: no search sees an article twice. */
  #replace(former: readonly FrozenSegment[], made: readonly Made[]): void {
    for (const { segment, path } of made) {
      if (segment.size > 0) this.#add(segment, path);
      else this.#cache.removeSegment(path);
    }
    for (const segment of former) this.#remove(segment);
    releaseReplaced(
      former.map(({ bytes }) => bytes),
      [],
    );
  }

  /** What is still in the catalogue of a segment. */
  #entriesOf({ ordinals }: FrozenSegment): CatalogueEntry[] {
    return Array.from(ordinals, (ordinal) => this.#catalogue.at(ordinal)).filter((entry) => entry !== undefined);
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

function documentOf(entry: CatalogueEntry): FreezeJob['documents'][number] {
  const { place, ordinal } = entry;
  return { ...indexedFields(entry), id: ordinal, place, identity: identityOf(entry) };
}
