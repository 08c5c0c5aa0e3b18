import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '#contract';
import { ArchiveError } from './errors.ts';
import { DEFAULT_SETTINGS, readFields } from './settings/settings-shape.ts';
import { DurableWriter } from './store/durable-write.ts';

export { findFolders, type Folders } from './settings/folders.ts';
export { DEFAULT_SETTINGS } from './settings/settings-shape.ts';

/** Why a settings file is not (wholly) as its owner left it; `aside` is the name it was kept under, null: not yet. */
export type SettingsTrouble = { file: string; reason: string; aside: string | null };

export type SettingsChange =
  Partial<Settings> | ((present: Settings) => Partial<Settings> | Promise<Partial<Settings>>);

/**
 * The one settings file of app, browser door and command line. Reading never writes. A file that cannot be read is
 * answered with defaults and named in `trouble`; before the first change it is kept aside under another name.
 */
export type SettingsFile = {
  readonly file: string;
  /** As on disk now: another process may have changed them. */
  read(): Promise<Settings>;
  /**
   * Changes only these fields, durably; changes of one process follow each other. A function makes them of the settings as
   * the change before left them.
   */
  change(change: SettingsChange): Promise<Settings>;
  /** Resolves when all changes asked for are on disk, or have failed. */
  settled(): Promise<void>;
  trouble(): SettingsTrouble | null;
};

type Found = { fields: Readonly<Record<string, unknown>>; settings: Settings; reason: string | null };

/**
 * Opens `settings.json` in this folder, which need not exist yet. `told` hears of a file that was kept aside, as its owner
 * must.
 */
export const openSettings = (
  folder: string,
  now: () => Date = () => new Date(),
  told: (trouble: SettingsTrouble) => void = () => undefined,
): SettingsFile => {
  const file = join(folder, 'settings.json');
  // They name folders and a person: nobody else's business.
  const writer = new DurableWriter({ random: randomBytes, platform: process.platform, mode: 0o600 });
  let trouble: SettingsTrouble | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const find = async (): Promise<Found> => {
    const found = await readSettingsFile(file);
    if (found.reason !== null && trouble?.aside == null) trouble = { file, reason: found.reason, aside: null };
    return found;
  };

  const apply = async (change: SettingsChange): Promise<Settings> => {
    const found = await find();
    const changed = typeof change === 'function' ? await change(found.settings) : change;
    if (found.reason !== null) {
      trouble = { file, reason: found.reason, aside: await keepAside(file, now()) };
      told(trouble);
    }
    const settings = { ...found.settings, ...changed };
    // Fields of a newer Nachlese are kept: they are not ours to drop.
    const bytes = Buffer.from(`${JSON.stringify({ ...found.fields, ...settings }, null, 2)}\n`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writer.replaceFile(file, bytes, folder, () => Promise.resolve());
    return settings;
  };

  return {
    file,
    read: async () => (await find()).settings,
    change: (change) => {
      const result = turn.then(() => apply(change));
      turn = result.catch(() => undefined);
      return result;
    },
    settled: async () => {
      // What was asked for while it waited counts too.
      for (let waited = null; waited !== turn;) await (waited = turn);
    },
    trouble: () => trouble,
  };
};

const readSettingsFile = async (file: string): Promise<Found> => {
  const nothing: Found = { fields: {}, settings: DEFAULT_SETTINGS, reason: null };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
    return { ...nothing, reason: (error as NodeJS.ErrnoException).code ?? 'io' };
  }
  const json = parsed(text);
  if (json === null) return { ...nothing, reason: 'JSON' };
  const { settings, wrong } = readFields(json);
  return { fields: json, settings, reason: wrong.length === 0 ? null : wrong.join(', ') };
};

const parsed = (text: string): Record<string, unknown> | null => {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

/** Gives the file a second name before it is replaced; a link cannot overwrite what an earlier mishap left. */
const keepAside = async (file: string, now: Date): Promise<string> => {
  const time = now.toISOString().replace(/[-:]|\.\d+/gu, '');
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const aside = `${file}.unreadable-${time}${attempt === 1 ? '' : `-${String(attempt)}`}`;
    try {
      await link(file, aside);
      return aside;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new ArchiveError('unreadable', { file, reason: 'settings' }, { cause: error });
    }
  }
  throw new ArchiveError('exists', { file });
};
