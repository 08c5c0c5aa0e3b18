import { execFileSync, spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of other systems' drives, and by which programs this one makes and reads it. */
export type DriveKind = {
  name: string;
  make: string[];
  /** Without device and folder. */
  mount: string[];
  /** Of the kernel; a driver that is a program of its own is named by `mount`. */
  module?: string;
};

/** No links, no case, no rights; NTFS as Windows sees it. */
export const DRIVE_KINDS: DriveKind[] = [
  { name: 'exFAT', make: ['mkfs.exfat'], mount: ['mount.exfat-fuse'] },
  {
    name: 'NTFS',
    make: ['mkntfs', '-F', '-Q', '-q'],
    mount: ['lowntfs-3g', '-o', 'windows_names,ignore_case'],
  },
  { name: 'FAT', make: ['mkfs.vfat', '-F', '32'], mount: ['mount', '-t', 'vfat', '-o', 'utf8'], module: 'vfat' },
];

const isInstalled = (command: string): boolean => spawnSync('which', [command]).status === 0;

/** Why a drive of this kind cannot be had here; null: it can. */
export function whyNoDrive({ make, mount, module }: DriveKind): string | null {
  if (process.getuid?.() !== 0) return 'needs root, to mount a drive';
  for (const [command = ''] of [make, mount, ['losetup']])
    if (!isInstalled(command)) return `${command} is not installed`;
  const isMissing = module !== undefined && spawnSync('modprobe', ['-n', module]).status !== 0;
  return isMissing && spawnSync('grep', ['-qw', module, '/proc/filesystems']).status !== 0
    ? `this kernel knows no ${module}`
    : null;
}

/** Runs `use` with the folder of a new drive of so many MB; null where this machine does not let us mount it. */
export async function withDrive<Made>(
  kind: DriveKind,
  megabytes: number,
  use: (folder: string) => Promise<Made>,
): Promise<Made | null> {
  const root = await mkdtemp(join(tmpdir(), 'nachlese-drive-'));
  const [image, folder] = [join(root, 'image'), join(root, 'drive')];
  writeFileSync(image, '');
  truncateSync(image, megabytes * 1024 * 1024);
  await mkdir(folder);
  const loop = spawnSync('losetup', ['-f', '--show', image], { encoding: 'utf8' });
  const device = loop.stdout.trim();
  try {
    if (loop.status !== 0 || !succeeds([...kind.make, device]) || !succeeds([...kind.mount, device, folder]))
      return null;
    try {
      return await use(folder);
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  } finally {
    if (loop.status === 0) spawnSync('losetup', ['-d', device]);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

const succeeds = ([command = '', ...args]: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;
