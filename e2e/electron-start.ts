import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import type { Home } from './temporary-home.ts';

export const ROOT = join(import.meta.dirname, '..');

/** The program of an installed package, where the journeys are to drive that one instead of the build. */
export const INSTALLED = process.env['NACHLESE_INSTALLED_APP'];

export type ElectronSettings = {
  home: Home;
  environment: Record<string, string>;
  /** Runs the program through another: `strace …`; its own command follows. */
  through?: readonly string[];
  /** Electron as this user id, with its sandbox on. */
  userId?: number;
  /** The app's folder, where it is not this checkout. */
  appFolder?: string;
  electron?: string;
  /** False at the first start in this home. */
  hasRun: boolean;
};

type LaunchOptions = Parameters<typeof _electron.launch>[0];

/** Starts the app in Electron, driven by Playwright. */
export async function startElectron(settings: ElectronSettings): Promise<ElectronApplication> {
  const { through = [], userId, appFolder = ROOT, home } = settings;
  const binary = INSTALLED ?? settings.electron ?? process.env['ELECTRON_EXEC_PATH'];
  const before = [...through, ...(userId === undefined ? [] : asUser(userId))];
  // Left to Playwright where it can be ($ELECTRON_OVERRIDE_DIST_PATH tells it the folder): it then holds the app back
  // until it listens, and adds switches of its own, which the starts that look at the network must not have.
  const isDirect = before.length === 0 && INSTALLED === undefined && settings.electron === undefined;
  const executablePath =
    isDirect || !binary || before.length === 0 ? binary : writeStarter([...before, binary], settings);
  const options = {
    ...(isDirect || executablePath === undefined ? {} : { executablePath }),
    args: [...sandboxSwitch(userId), ...(INSTALLED === undefined ? [appFolder] : [])],
    env: settings.environment,
    cwd: home.folder,
  };
  return launchUntilHeard(options, settings, isDirect ? 25_000 : 20_000);
}

/** The command that starts Electron a second time beside the one that runs. */
export function secondStart({ userId, appFolder = ROOT, electron }: Partial<ElectronSettings>): string[] {
  const binary = INSTALLED ?? electron ?? process.env['ELECTRON_EXEC_PATH'] ?? '';
  const folder = INSTALLED === undefined ? [appFolder] : [];
  return [...(userId === undefined ? [] : asUser(userId)), binary, ...sandboxSwitch(userId), ...folder];
}

/** Chromium's sandbox does not start for root. */
const sandboxSwitch = (userId: number | undefined): string[] =>
  process.getuid?.() === 0 && userId === undefined ? ['--no-sandbox'] : [];

/**
 * Without Playwright's help one start in fifty is listened to too late, and a new one is needed; with it, one on a very
 * busy machine. The app itself may have run in that one too: a first start would not be the first any more in the same
 * home. `patience`: ms for each try but the last.
 */
async function launchUntilHeard(
  options: LaunchOptions,
  { home, hasRun }: ElectronSettings,
  patience: number,
): Promise<ElectronApplication> {
  for (let attempt = 1; attempt < 3; attempt++) {
    try {
      return await _electron.launch({ ...options, timeout: patience });
    } catch {
      if (!hasRun) home.clear();
    }
  }
  return _electron.launch({ ...options, timeout: 30_000 });
}

/**
 * Playwright puts switches of its own before ours, so what runs Electron must be a program that passes them on; all but
 * the --no-sandbox that it adds under root, where Electron is to run as somebody else.
 */
function writeStarter(command: readonly string[], { home, userId }: ElectronSettings): string {
  const file = join(home.folder, 'start.sh');
  const keepSandbox =
    userId === undefined ? '' : 'for word do shift; [ "$word" = --no-sandbox ] || set -- "$@" "$word"; done\n';
  const quoted = command.map((word) => `'${word}'`).join(' ');
  writeFileSync(file, `#!/bin/sh\n${keepSandbox}exec ${quoted} "$@"\n`, { mode: 0o755 });
  return file;
}

/** The command that runs the rest of its arguments as another user, who must not be root. */
const asUser = (id: number): string[] => [
  '/usr/bin/setpriv',
  `--reuid=${id}`,
  `--regid=${id}`,
  '--clear-groups',
  '--inh-caps=-all',
];
