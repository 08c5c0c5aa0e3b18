import { spawn } from 'node:child_process';
import { once } from 'node:events';

type Process = {
  /** Ms after its first word at which it is killed with -9; null: it may end. */
  killAfter?: number | null;
  /** strace follows it: of one thread for files the n-th system call is the same one in every run. */
  isTraced?: boolean;
  /** What it complains of on standard error is shown. */
  isHeard?: boolean;
};

/** Runs a process of the rig until it is gone; resolves to what it said. */
export async function runProcess(
  command: readonly string[],
  { killAfter = null, isTraced = false, isHeard = true }: Process,
): Promise<string> {
  const [program = '', ...args] = command;
  const env = isTraced ? { ...process.env, UV_THREADPOOL_SIZE: '1' } : process.env;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', isHeard ? 'inherit' : 'ignore'], env });
  let said = '';
  let killer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (killAfter !== null) killer ??= setTimeout(() => child.kill('SIGKILL'), killAfter);
  });
  await once(child, 'close');
  clearTimeout(killer);
  return said;
}
