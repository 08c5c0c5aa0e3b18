import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts the archive as a process of its own, as `nachlese serve` does, and answers how to call it, its process and how to
 * end it. `program`: the built serve.cjs.
 */
export async function startService(program, folder, environment, { inspect = [] } = {}) {
  const server = spawn(process.execPath, [...inspect, program, '--archive', folder], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const address = await new Promise((resolve, reject) => {
    let output = '';
    server.stdout.on('data', (chunk) => {
      output += String(chunk);
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output)?.[0];
      if (found) resolve(found);
    });
    server.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${output}`)));
  });
  const entered = await fetch(address, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie').split(';')[0];
  const key = entered.headers.get('location').split('#write=')[1];
  const { origin } = new URL(address);
  const call = async (method, ...args) => {
    const request = {
      method: 'POST',
      headers: { cookie, origin, 'x-nachlese-write': key, 'content-type': 'application/json' },
      body: JSON.stringify({ method, args, language: 'en' }),
    };
    // After a long silence the service has closed the connection; the second try makes a new one.
    const answer = await fetch(`${origin}/call`, request).catch(() => fetch(`${origin}/call`, request));
    const reply = await answer.json();
    if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`);
    return reply.value;
  };
  const end = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  return { call, end, pid: server.pid };
}
