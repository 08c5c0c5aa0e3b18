import { join } from 'node:path';
import { ArchiveError } from '../../errors.ts';

/** The format this program writes; one of a higher version is refused, never changed. */
export const BACKUP_VERSION = 1;

export const BACKUP_MARKER = 'backup.json';
export const BACKUP_README = 'README.txt';
/** Folders made beside other files are called this and the first eight digits of the archive's id. */
export const BACKUP_FOLDER = 'nachlese-backup';

const GENERATION_ID = /^\d{8}T\d{9}Z$/;
const SHA256 = /^[0-9a-f]{64}$/;

export const isGenerationId = (name: string): boolean => GENERATION_ID.test(name);

/** Where everything of one backup lies (docs/backup-format.md). */
export class BackupPaths {
  readonly folder: string;
  readonly marker: string;
  readonly objects: string;
  readonly generations: string;

  constructor(folder: string) {
    this.folder = folder;
    this.marker = join(folder, BACKUP_MARKER);
    this.objects = join(folder, 'objects');
    this.generations = join(folder, 'generations');
  }

  generation(id: string): string {
    if (!isGenerationId(id))
      throw new ArchiveError('bad-argument', { argument: 'generation', value: id.slice(0, 100) });
    return join(this.generations, `${id}.json`);
  }

  /** The folder of an object: the first two digits of its name. */
  shelf(name: string): string {
    return join(this.objects, name.slice(0, 2));
  }

  object(name: string): string {
    return join(this.shelf(name), name);
  }
}

/**
 * The name of the object that holds a file: its SHA-256 and the file's extension, so that any program opens it by a
 * click. Throws `bad-argument` for what is no digest.
 */
export function objectName(sha256: string, path: string): string {
  if (!SHA256.test(sha256)) throw new ArchiveError('bad-argument', { argument: 'sha256', value: sha256.slice(0, 100) });
  const extension = /\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? sha256 : `${sha256}.${extension}`;
}

/** "20261122T120000000Z" of a time. */
export const generationId = (time: Date): string => time.toISOString().replace(/[-:.]/g, '');

/** ISO 8601 of a generation's name. */
export const generationTime = (id: string): string =>
  id.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z');

/**
 * Which list of a generation names this file: files that change together, so that a list is written anew only when
 * something of its month did.
 */
export function listOf(path: string): string {
  const [top = '', second = '', third = ''] = path.split('/');
  if (top === 'articles' && /^\d{4}-\d{2}-/.test(third)) return `articles/${second}/${third.slice(0, 7)}`;
  if (top === 'trash' && /^\d{6}/.test(second)) return `trash/${second.slice(0, 6)}`;
  return path.includes('/') ? top : 'archive';
}
