import { cleanTexts } from './cache/clean-texts.ts';
import type { PackJob } from './cache/pack-catalogue.ts';
import type { SearchCache } from './cache/search-cache.ts';
import type { ArticleTexts } from './cache/text-log.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import type { IndexQueue } from './index-queue.ts';
import { collectWords, readArchiveWords, takeSample, worthLearning, writeArchiveWords } from './terms/archive-words.ts';
import { TERM_RULES_VERSION, type TermRules } from './terms/term-rules.ts';

/** ms without changes after which the cache is tidied. */
const TIDY_AFTER = 20_000;

/** What upkeep works on, and asks of whoever has it. */
export type KeptParts = {
  archiveId: string;
  cache: SearchCache;
  catalogue: Catalogue;
  rules: TermRules;
  queue: IndexQueue;
  pack: (job: PackJob) => Promise<void>;
  /** null: damaged in the cache. */
  textsOf: (entry: CatalogueEntry) => ArticleTexts | null;
  /** Articles whose texts are damaged. */
  remove: (ids: string[]) => void;
  /** Nothing is being loaded or waits to be indexed. */
  isComplete: () => boolean;
};

/** Keeps the cache of an archive small and the rules up to what the archive teaches, while nothing else is to be done. */
export class IdleUpkeep {
  readonly #parts: KeptParts;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  /** Begins with what the archive taught before. */
  constructor(parts: KeptParts) {
    this.#parts = parts;
    const words = readArchiveWords(parts.cache.folder, parts.archiveId, TERM_RULES_VERSION);
    if (words) parts.rules.learn(words);
  }

  /** From now on it waits anew until nothing changes. */
  later(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    this.#timer = setTimeout(() => {
      if (this.#parts.isComplete()) void this.keepUp();
      else this.later();
    }, TIDY_AFTER);
    this.#timer.unref();
  }

  /** Nothing is begun until {@link later}. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.#ended = true;
    this.pause();
  }

  /** All there is to be done while nothing else is. */
  async keepUp(): Promise<void> {
    const { cache, queue } = this.#parts;
    if (cache.writable) await queue.freezeRest();
    await this.tidy();
    await this.#learnWords();
    if (cache.writable && this.#parts.isComplete()) await queue.merge(true);
  }

  /** Packs the log of the catalogue and gives back the space of replaced texts, where it is worth it. */
  async tidy(): Promise<void> {
    const { cache, catalogue, queue, pack, remove, isComplete } = this.#parts;
    const isWanted = this.#untilEmptied();
    if (!isComplete() || !isWanted()) return;
    await Promise.all([cache.pack(catalogue.size, pack), queue.merge()]);
    // A segment that is being built reads the texts where they were when it was begun.
    const isQuiet = () => isWanted() && !queue.busy;
    if (isQuiet()) remove(await cleanTexts(cache, catalogue, isQuiet));
  }

  /** Learns nouns from the archive where it has grown enough since the last time; merging builds older segments anew. */
  async #learnWords(): Promise<void> {
    const { archiveId, cache, catalogue, rules, isComplete } = this.#parts;
    const isOpen = this.#untilEmptied();
    const isWanted = () => isOpen() && isComplete();
    const articles = catalogue.size;
    if (!cache.writable || !isWanted()) return;
    if (!worthLearning(articles, rules.archiveWords?.articles ?? 0)) return;
    const found = await collectWords(this.#sampleTexts(), rules, isWanted);
    if (!found) return;
    const known = rules.archiveWords?.words ?? [];
    const learned = { articles, words: [...new Set([...known, ...found])].sort() };
    writeArchiveWords(cache.folder, archiveId, TERM_RULES_VERSION, learned);
    rules.learn(learned);
  }

  *#sampleTexts(): Generator<{ text: string; language: string | null }> {
    const { catalogue, textsOf } = this.#parts;
    for (const ordinal of takeSample(catalogue.order('oldest').slice())) {
      const entry = catalogue.at(ordinal);
      const texts = entry && textsOf(entry);
      if (texts) yield { text: texts.text, language: entry.row.language };
    }
  }

  /** Whether the cache is still the one of now: neither ended nor emptied since. */
  #untilEmptied(): () => boolean {
    const { cache } = this.#parts;
    const { texts } = cache;
    return () => !this.#ended && cache.texts === texts;
  }
}
