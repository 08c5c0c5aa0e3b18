const KEY = 'nachlese.reading-positions';
const REMEMBERED = 500;

/**
 * How far each article was read: the offset in its plain text of the first visible line, so that another text size
 * does not move the place. A cache: what cannot be kept or read is simply not resumed.
 */
export class ReadingPositions {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #archiveId: string;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>, archiveId: string) {
    this.#storage = storage;
    this.#archiveId = archiveId;
  }

  /** Where one left off; null: at the beginning. */
  at(articleId: string): number | null {
    const offset = this.#read().get(this.#name(articleId));
    return offset !== undefined && offset > 0 ? offset : null;
  }

  /** Keeps the place; 0 forgets it. Of many, the ones used last are kept. */
  keep(articleId: string, offset: number): void {
    const positions = this.#read();
    positions.delete(this.#name(articleId));
    if (offset > 0) positions.set(this.#name(articleId), offset);
    const kept = [...positions].slice(-REMEMBERED);
    try {
      this.#storage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage costs no more than this place.
    }
  }

  #name(articleId: string): string {
    return `${this.#archiveId}/${articleId}`;
  }

  #read(): Map<string, number> {
    try {
      const parsed: unknown = JSON.parse(this.#storage.getItem(KEY) ?? '[]');
      return new Map(Array.isArray(parsed) ? parsed.filter(isEntry) : []);
    } catch {
      return new Map();
    }
  }
}

function isEntry(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1]);
}
