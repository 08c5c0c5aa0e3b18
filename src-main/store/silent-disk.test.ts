import { expect, it } from 'vitest';
import { isSilentDisk } from './silent-disk.ts';

const mounts = [
  '/dev/sda1 / ext4 rw 0 0',
  'server:/share /mnt/my\\040share nfs4 rw 0 0',
  '/dev/sdb1 /mnt ext4 rw 0 0',
  'pcloud /home/a/cloud fuse.pcloud rw 0 0',
  'overlay /home/a/cloud/local ext4 rw 0 0',
].join('\n');

it.each([
  ['/home/a/Nachlese', false],
  ['/mnt/Nachlese', false],
  ['/mnt/my share', true],
  ['/mnt/my share/Nachlese', true],
  ['/mnt/my shared', false],
  ['/home/a/cloud/x', true],
  ['/home/a/cloud/local/x', false],
])('of %s it tells whether others may write there unseen', (folder, isSilent) => {
  expect(isSilentDisk(folder, mounts)).toBe(isSilent);
});
