import { promises } from 'node:fs';

/** File systems on which others may write without this machine being told: other machines', and other programs'. */
const SILENT =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|glusterfs|9p|vboxsf|virtiofs|davfs2?|lustre|fuse(?:\..+)?|fuseblk)$/;

/**
 * Whether changes in a folder may go by without an event. On Linux the table of mounts tells; elsewhere nothing does, so
 * it may be. `folder`: its real path. `mounts`: text of /proc/self/mounts (fstab(5)).
 */
export function isSilentDisk(folder: string, mounts: string): boolean {
  let [longest, type] = ['', ''];
  for (const line of mounts.split('\n')) {
    const [, mounted = '', kind = ''] = line.split(' ');
    const point = mounted.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    const isAbove = folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`);
    // Of two mounts in one place the later one is what is seen.
    if (isAbove && point !== '' && point.length >= longest.length) [longest, type] = [point, kind];
  }
  return SILENT.test(type);
}

/** As {@link isSilentDisk}, of this machine as it is. */
export async function mayBeSilent(folder: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  const mounts = await promises.readFile('/proc/self/mounts', 'utf8').catch(() => null);
  return mounts === null || isSilentDisk(folder, mounts);
}
