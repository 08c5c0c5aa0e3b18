import { createHash } from 'node:crypto';
import { promises, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../../errors.ts';
import { isNeverOurs } from '../conflict-names.ts';
import { chunksOf } from '../copy-verified.ts';
import { atPath, fileError, isMissing } from '../file-error.ts';
import { mapInFlight } from '../in-flight.ts';
import { isRealFolder, readIfThere } from '../read-file.ts';
import type { BagProblem, BagReport, BagWarning } from './bag-report.ts';
import {
  BAG_ALGORITHMS,
  decodeTagFile,
  isHostilePath,
  linesOf,
  parseBagInfo,
  parseBagLine,
  parseDeclaration,
  parseFetchLine,
} from './bag-syntax.ts';
import { PayloadPaths } from './payload-paths.ts';

type Listed = Map<string, string>;
type Manifest = { file: string; algorithm: string; entries: Listed };

const IN_FLIGHT = 8;
const MANIFEST = /^(?<kind>manifest|tagmanifest)-(?<algorithm>[a-z0-9-]+)\.txt$/i;

/** Whether a folder says of itself that it is a bag. Throws where that cannot be read: what it holds is then unknown. */
export async function isBagFolder(folder: string): Promise<boolean> {
  const path = join(folder, 'bagit.txt');
  try {
    return (await promises.stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw fileError(error, path);
  }
}

/**
 * Checks a bag against RFC 8493 and the drafts before it, all manifests and all algorithms; every file is read once,
 * piece by piece. Changes and fetches nothing. Throws `cancelled`, and what the disk throws for the folder itself.
 */
export async function verifyBag(
  bag: string,
  progress: (checked: number, total: number | null) => void = () => undefined,
  cancelled: () => boolean = () => false,
): Promise<BagReport> {
  const check = new BagCheck(bag, progress, cancelled);
  await check.run();
  return check.report();
}

class BagCheck {
  readonly #bag: string;
  readonly #progress: (checked: number, total: number | null) => void;
  readonly #cancelled: () => boolean;
  readonly #report: BagReport;
  readonly #said = new Set<string>();

  constructor(bag: string, progress: (checked: number, total: number | null) => void, cancelled: () => boolean) {
    this.#bag = bag;
    this.#progress = progress;
    this.#cancelled = cancelled;
    const nothing = { changed: [], missing: [], extra: [], unreadable: [], problems: [], warnings: [], fetch: [] };
    this.#report = { bag, version: null, valid: false, checked: 0, ...nothing };
  }

  report(): BagReport {
    const report = this.#report;
    for (const paths of [report.changed, report.missing, report.extra, report.unreadable]) paths.sort();
    const bad = [report.changed, report.missing, report.extra, report.unreadable, report.problems];
    report.valid = bad.every((list) => list.length === 0);
    return report;
  }

  async run(): Promise<void> {
    const names = await atPath(this.#bag, () => promises.readdir(this.#bag));
    const bytes = await this.#tagFile('bagit.txt');
    if (bytes === null) return;
    const declaration = parseDeclaration(bytes);
    if (typeof declaration === 'string') {
      this.#problem(declaration, 'bagit.txt');
      return;
    }
    const { version, encoding } = declaration;
    this.#report.version = version;
    if (decodeTagFile(new Uint8Array(), encoding) === null) {
      this.#problem('encoding', 'bagit.txt');
      return;
    }

    const payload = await this.#filesBelow('data');
    if (payload === null) {
      this.#problem('no-payload', 'data');
      return;
    }
    const manifests: Manifest[] = [];
    for (const file of names.sort()) {
      const found = MANIFEST.exec(file)?.groups;
      if (found?.algorithm === undefined) continue;
      const algorithm = found.algorithm.toLowerCase().replaceAll('-', '');
      if (BAG_ALGORITHMS[algorithm] === undefined) this.#problem('algorithm', file);
      else manifests.push(await this.#manifest(file, algorithm, declaration));
    }
    const ofPayload = manifests.filter(({ file }) => /^manifest/i.test(file));
    if (ofPayload.length === 0) this.#problem('no-manifest', '.');
    await this.#fetch(declaration);
    await this.#files(manifests, new PayloadPaths(payload));
    this.#complete(ofPayload, payload, version);
    await this.#oxum(payload, encoding);
  }

  async #tagFile(name: string): Promise<Buffer | null> {
    const bytes = await this.#tagFileIfThere(name);
    if (bytes === null && !this.#report.unreadable.includes(name)) this.#add('missing', name);
    return bytes;
  }

  /** Null where there is none, and where it cannot be read: then it is named. */
  async #tagFileIfThere(name: string): Promise<Buffer | null> {
    try {
      return await readIfThere(join(this.#bag, name));
    } catch {
      this.#add('unreadable', name);
      return null;
    }
  }

  async #manifest(file: string, algorithm: string, { version, encoding }: { version: string; encoding: string }) {
    const entries: Listed = new Map();
    const isPayload = /^manifest/i.test(file);
    const bytes = await this.#tagFile(file);
    const text = bytes === null ? '' : decodeTagFile(bytes, encoding);
    if (text === null) this.#problem('encoding', file);
    for (const line of linesOf(text ?? '')) {
      const parsed = parseBagLine(line, version);
      if (parsed?.digest.length !== BAG_ALGORITHMS[algorithm]) {
        this.#problem('line', file);
        continue;
      }
      const { path, digest, starred, dotted } = parsed!;
      if (starred) this.#warn('md5sum', file);
      if (dotted) this.#warn('relative-path', path);
      if (isHostilePath(path) || isPayload !== path.startsWith('data/')) {
        this.#problem('hostile-path', path);
        continue;
      }
      const known = entries.get(path);
      if (known !== undefined && (known !== digest || version === '1.0')) this.#problem('listed-twice', path);
      else if (known !== undefined) this.#warn('listed-twice', path);
      entries.set(path, digest);
    }
    return { file, algorithm, entries };
  }

  async #fetch({ version, encoding }: { version: string; encoding: string }): Promise<void> {
    const bytes = await this.#tagFileIfThere('fetch.txt');
    const text = bytes === null ? '' : decodeTagFile(bytes, encoding);
    if (text === null) this.#problem('encoding', 'fetch.txt');
    for (const line of linesOf(text ?? '')) {
      const parsed = parseFetchLine(line, version);
      if (parsed === null) this.#problem('line', 'fetch.txt');
      else if (isHostilePath(parsed.path) || !parsed.path.startsWith('data/'))
        this.#problem('hostile-path', parsed.path);
      else this.#report.fetch.push(parsed.path);
    }
  }

  /** Reads each listed file once and compares it with all its digests. */
  async #files(manifests: Manifest[], payload: PayloadPaths): Promise<void> {
    const wanted = new Map<string, Map<string, string>>();
    for (const { algorithm, entries } of manifests)
      for (const [path, digest] of entries) {
        const real = this.#realPath(path, payload);
        if (real === null) continue;
        const digests = wanted.get(real) ?? new Map<string, string>();
        digests.set(algorithm, digest);
        wanted.set(real, digests);
      }
    await mapInFlight([...wanted], IN_FLIGHT, async ([path, digests]) => {
      if (this.#cancelled()) throw new ArchiveError('cancelled', { job: 'verify' });
      try {
        const found = await digestsOf(join(this.#bag, path), [...digests.keys()]);
        if ([...digests].some(([algorithm, digest]) => found.get(algorithm) !== digest)) this.#add('changed', path);
      } catch (error) {
        this.#add(isMissing(error) ? 'missing' : 'unreadable', path);
      }
      this.#report.checked += 1;
      this.#progress(this.#report.checked, wanted.size);
    });
  }

  /**
   * The file a listed path means. Systems that know no difference of case or of composed letters have changed names on
   * the way: where only that differs, the file is there.
   */
  #realPath(path: string, payload: PayloadPaths): string | null {
    if (!path.startsWith('data/')) return path;
    if (payload.has(path)) {
      if (isNeverOurs(path.slice(path.lastIndexOf('/') + 1))) this.#warn('system-file', path);
      return path;
    }
    if (isNeverOurs(path.slice(path.lastIndexOf('/') + 1))) {
      this.#warn('system-file', path);
      return null;
    }
    const twin = payload.composedAs(path);
    if (twin !== undefined) {
      this.#warn('normalisation', path);
      return twin;
    }
    const alike = payload.spelledAs(path);
    if (alike !== undefined) this.#warn('case', path);
    else this.#add('missing', path);
    return alike ?? null;
  }

  /** Every file of the payload must be vouched for: in 1.0 by every manifest, before by one. */
  #complete(manifests: Manifest[], payload: string[], version: string): void {
    const names = manifests.map(({ entries }) => new Set([...entries.keys()].map((path) => path.normalize('NFC'))));
    for (const path of payload) {
      const listed = names.filter((paths) => paths.has(path.normalize('NFC'))).length;
      if (version === '1.0' ? listed === names.length && listed > 0 : listed > 0) continue;
      if (isNeverOurs(path.slice(path.lastIndexOf('/') + 1))) this.#warn('system-file', path);
      else this.#add('extra', path);
    }
  }

  async #oxum(payload: string[], encoding: string): Promise<void> {
    const bytes = await this.#tagFileIfThere('bag-info.txt');
    const text = bytes === null ? null : decodeTagFile(bytes, encoding);
    const oxum = /^(?<octets>\d+)\.(?<files>\d+)$/.exec(
      parseBagInfo(text ?? '')
        .get('payload-oxum')
        ?.trim() ?? '',
    )?.groups;
    if (oxum === undefined) return;
    let octets = 0;
    for (const path of payload) {
      const { size } = await promises.lstat(join(this.#bag, path));
      octets += size;
    }
    const hasAll = this.#report.missing.length + this.#report.extra.length === 0;
    if (octets !== Number(oxum.octets) || (hasAll && payload.length !== Number(oxum.files)))
      if (!this.#report.warnings.some(({ warning }) => warning === 'system-file' || warning === 'case'))
        this.#problem('oxum', 'bag-info.txt');
  }

  /** Null where the folder is missing or no folder. Links and devices are named, never followed. */
  async #filesBelow(top: string): Promise<string[] | null> {
    const files: string[] = [];
    const waiting = [top];
    const folder = join(this.#bag, top);
    if (!(await atPath(folder, () => isRealFolder(folder)))) return null;
    for (let below = waiting.pop(); below !== undefined; below = waiting.pop())
      for (const entry of await this.#entriesOf(below)) {
        const path = `${below}/${entry.name}`;
        if (entry.isDirectory()) waiting.push(path);
        else if (entry.isFile()) files.push(path);
        else this.#add('unreadable', path);
      }
    return files.sort();
  }

  /** None where a folder cannot be read: then it is named. */
  async #entriesOf(folder: string): Promise<Dirent[]> {
    try {
      return await promises.readdir(join(this.#bag, folder), { withFileTypes: true });
    } catch {
      this.#add('unreadable', folder);
      return [];
    }
  }

  #add(kind: 'changed' | 'missing' | 'extra' | 'unreadable', path: string): void {
    if (this.#isNew(kind, path)) this.#report[kind].push(path);
  }

  #problem(problem: BagProblem, path: string): void {
    this.#report.problems.push({ problem, path });
  }

  #warn(warning: BagWarning, path: string): void {
    if (this.#isNew(warning, path)) this.#report.warnings.push({ warning, path });
  }

  #isNew(kind: string, path: string): boolean {
    const said = `${kind} ${path}`;
    if (this.#said.has(said)) return false;
    this.#said.add(said);
    return true;
  }
}

/** Digests of a regular file by algorithm, in lower case hex. */
async function digestsOf(path: string, algorithms: string[]): Promise<Map<string, string>> {
  const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const);
  for await (const chunk of chunksOf(path)) for (const [, hash] of hashes) hash.update(chunk);
  return new Map(hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
}
