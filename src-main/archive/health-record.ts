import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CheckSummary, VerifyReport } from '#contract';
import { DurableWriter } from '../store/durable-write.ts';

/** Names told of each kind of damage. */
const MOST_NAMED = 100;
/** Names remembered of each kind; a folder that was wholly damaged is told by its first ones and their number. */
const MOST_REMEMBERED = 10_000;

export type Findings = CheckSummary['found'];
/** A round of the quiet check: articles up to and with `after` are done. */
export type Round = { since: string; after: string; files: number; found: Findings };

const names = z.array(z.string());
const findings = z.object({ changed: names, missing: names, extra: names, unreadable: names });
const record = z.object({
  lastVerified: z.string().nullable(),
  checked: z.number().default(0),
  quiet: z.boolean().default(false),
  found: findings.default({ changed: [], missing: [], extra: [], unreadable: [] }),
  round: z
    .object({ since: z.string(), after: z.string(), files: z.number(), found: findings })
    .nullable()
    .default(null),
});
type Recorded = z.infer<typeof record>;

const NOTHING: Recorded = {
  lastVerified: null,
  checked: 0,
  quiet: false,
  found: { changed: [], missing: [], extra: [], unreadable: [] },
  round: null,
};

const KINDS = ['changed', 'missing', 'extra', 'unreadable'] as const;

/**
 * Remembers in the cache folder when the archive was last checked, what was found, and where the quiet check is; forgetting it
 * costs a check, nothing else.
 */
export class HealthRecord {
  readonly #folder: string;
  #record: Recorded = NOTHING;
  #written: Promise<void> = Promise.resolve();
  /** Of each look under way: which articles were settled since it began. */
  readonly #since = new Set<Set<string>>();

  constructor(cacheFolder: string) {
    this.#folder = cacheFolder;
  }

  get lastVerified(): string | null {
    return this.#record.lastVerified;
  }
  get round(): Round | null {
    return this.#record.round;
  }

  /** What an earlier session knew, or another program found later than this one. */
  async read(): Promise<void> {
    const read = await this.#readFile();
    // What was checked here meanwhile is not in that file yet.
    if (this.#record === NOTHING || (read.lastVerified ?? '') > (this.#record.lastVerified ?? '')) this.#record = read;
  }

  async #readFile(): Promise<Recorded> {
    try {
      return record.parse(JSON.parse(await readFile(join(this.#folder, FILE), 'utf8')));
    } catch {
      // Absent or damaged: a cache. "Never checked" is the safe answer.
      return NOTHING;
    }
  }

  /** What a look at the files finds, without the articles that are settled while it goes on: it may have read them before. */
  async during<T extends Findings>(look: () => Promise<T>): Promise<T> {
    const settled = new Set<string>();
    this.#since.add(settled);
    try {
      const found = await look();
      return { ...found, ...mapFindings(found, (paths) => paths.filter((path) => !isOf([...settled], path))) };
    } finally {
      this.#since.delete(settled);
    }
  }

  /** What windows are told. `lost`: paths that are missed for another reason and told apart. */
  summary(lost: readonly string[]): Omit<CheckSummary, 'round'> {
    const { lastVerified, checked, quiet, round } = this.#record;
    const all = merged(this.#record.found, round?.found ?? null);
    const shown = mapFindings(all, (paths) => paths.filter((path) => !lost.includes(path)));
    const damaged = KINDS.reduce((sum, kind) => sum + shown[kind].length, 0);
    return {
      finished: lastVerified,
      checked,
      quiet,
      found: mapFindings(shown, (paths) => paths.slice(0, MOST_NAMED)),
      damaged,
    };
  }

  /** All files were checked; what was known before is forgotten. */
  async verified(report: VerifyReport, quiet: boolean, random: Random): Promise<void> {
    const { finished, checked } = report;
    const found = mapFindings(report, (paths) => paths.slice(0, MOST_REMEMBERED));
    await this.#write({ lastVerified: finished, checked, quiet, found, round: null }, random);
  }

  /** These articles were looked at again: what is known of their files is what was found now. */
  async settled(articleIds: readonly string[], report: Findings, random: Random): Promise<void> {
    for (const settled of this.#since) for (const id of articleIds) settled.add(id);
    const settle = (found: Findings, fresh: Findings | null): Findings =>
      merged(
        mapFindings(found, (paths) => paths.filter((path) => !isOf(articleIds, path))),
        fresh,
      );
    const { round } = this.#record;
    const next: Recorded = {
      ...this.#record,
      found: settle(this.#record.found, report),
      round: round === null ? null : { ...round, found: settle(round.found, null) },
    };
    if (JSON.stringify(next) !== JSON.stringify(this.#record)) await this.#write(next, random);
  }

  async keepRound(round: Round, random: Random): Promise<void> {
    await this.#write({ ...this.#record, round }, random);
  }

  #write(next: Recorded, random: Random): Promise<void> {
    this.#record = next;
    // One after the other: what is known last is what the next start reads.
    return (this.#written = this.#written.then(() => this.#writeFile(next, random)));
  }

  async #writeFile(next: Recorded, random: Random): Promise<void> {
    const writer = new DurableWriter({ random, platform: process.platform });
    const bytes = new TextEncoder().encode(`${JSON.stringify(next)}\n`);
    try {
      await mkdir(this.#folder, { recursive: true });
      await writer.replaceFile(join(this.#folder, FILE), bytes, this.#folder, () => Promise.resolve());
    } catch {
      // A full disk is no reason to withhold what was found on it; the next session only checks again.
    }
  }
}

type Random = (count: number) => Uint8Array;
const FILE = 'health.json';

const isOf = (articleIds: readonly string[], path: string): boolean =>
  articleIds.some((id) => path.includes(`/${id}/`) || path.endsWith(`/${id}`));

const mapFindings = (found: Findings, change: (paths: string[]) => string[]): Findings => ({
  changed: change(found.changed),
  missing: change(found.missing),
  extra: change(found.extra),
  unreadable: change(found.unreadable),
});

/** Both, each path once. */
export function merged(a: Findings, b: Findings | null): Findings {
  if (b === null) return a;
  const both = (one: string[], other: string[]) => [...new Set([...one, ...other])].sort().slice(0, MOST_REMEMBERED);
  return {
    changed: both(a.changed, b.changed),
    missing: both(a.missing, b.missing),
    extra: both(a.extra, b.extra),
    unreadable: both(a.unreadable, b.unreadable),
  };
}
