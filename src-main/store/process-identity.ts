import { promises } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock, or whose temporary folder it is. */
export type ProcessIdentity = {
  /** With the process namespace where there are such: two containers may share a name. */
  host: string;
  pid: number;
  /** Tells a process from a later one with the same number; null where the system does not say. */
  start: string | null;
};

let own: Promise<ProcessIdentity> | null = null;

/** This process. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= (async () => ({ host: await hostIdentity(), pid: process.pid, start: await processStart(process.pid) }))();
  return own;
}

/** False only if it certainly ended: same host, and no process with this number and start. */
export async function mayBeAlive(holder: ProcessIdentity): Promise<boolean> {
  if (holder.host !== (await ownIdentity()).host) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: there is one, of another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = await processStart(holder.pid);
  return holder.start === null || start === null || start === holder.start;
}

async function hostIdentity(): Promise<string> {
  const name = hostname()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  const namespace = await promises.readlink('/proc/self/ns/pid').catch(() => '');
  const digits = /\d+/.exec(namespace)?.[0];
  return digits === undefined ? name || 'host' : `${name || 'host'}-${digits}`;
}

/** Clock ticks since the system started and the boot's id, from Linux's /proc; null elsewhere. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const stat = await promises.readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces and brackets; the fields after its last bracket are fixed.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = await promises.readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return ticks === undefined ? null : `${boot.trim()}:${ticks}`;
  } catch {
    return null;
  }
}
