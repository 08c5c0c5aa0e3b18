import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** True where strace can watch a process tree of ours. */
export const canTrace = (): boolean => spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** Runs the rest of a command under strace, writing every call that could reach another machine to `file`. */
export const tracing = (file: string): string[] => [
  '/usr/bin/strace',
  ...['-f', '-qq', '-yy', '--seccomp-bpf', '-s', '256', '-e', 'trace=connect,sendto,sendmsg,sendmmsg,bind', '-o', file],
];

const LOOPBACK = /inet_addr\("127\.|"::1"|"::ffff:127\./;

/**
 * The calls in a trace that spoke, or tried to speak, to anything but this machine: connections to other addresses, and
 * datagrams to any name server, wherever it is. Sockets of files and of the kernel (AF_UNIX, AF_NETLINK) are no network.
 */
export function outgoing(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /AF_INET6?\b/.test(line) || /<(?:TCP|UDP)v?6?:/.test(line))
    .filter((line) => {
      const [, call = ''] = /^\d+\s+(\w+)\(/.exec(line) ?? [];
      if (call === 'bind') return !LOOPBACK.test(line) && !line.includes('htons(0)');
      if (line.includes('htons(53)') || /:53\b/.test(line)) return true;
      if (/AF_INET6?\b/.test(line)) return !LOOPBACK.test(line);
      // A datagram on a connected socket names its peer in angle brackets: <UDP:[10.0.0.2:4711->9.9.9.9:443]>.
      const peer = /->(\[?[\w.:]+\]?):\d+\]/.exec(line)?.[1];
      return peer !== undefined && !/^(?:127\.|\[?::1|\[?::ffff:127\.)/.test(peer);
    });
}
