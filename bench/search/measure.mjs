// What every engine's process does: build or query, and say how long it took and what it needed.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Seconds a class of queries may take: slow ones are measured with fewer. */
const CAP = Number(process.env.BENCH_CAP ?? 4);

export const now = () => performance.now();

export const memory = () => {
  const status = readFileSync('/proc/self/status', 'utf8');
  const megabytes = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { rss: megabytes('VmRSS'), peak: megabytes('VmHWM') };
};

/** Runs all classes; `search` gives the number of articles found. `left`: classes the engine has no means for. */
export async function measureClasses(classes, search, left = []) {
  const results = {};
  for (const [name, queries] of Object.entries(classes)) {
    if (left.some((start) => name.startsWith(start))) continue;
    for (const query of queries.slice(0, 5)) await search(query);
    const times = [];
    let hits = 0;
    const begun = now();
    for (const query of queries) {
      const started = now();
      const found = await search(query);
      times.push(now() - started);
      if (found > 0) hits++;
      if (now() - begun > CAP * 1_000) break;
    }
    times.sort((a, b) => a - b);
    const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(3));
    results[name] = {
      p50: at(0.5),
      p95: at(0.95),
      count: times.length,
      hits: Number((hits / times.length).toFixed(2)),
    };
  }
  return results;
}

/** What the process needed so far. */
export function used() {
  // Of all threads; unlike the time on the wall it hardly depends on what else the machine does.
  const { user, system } = process.cpuUsage();
  return { memory: memory(), cpu: (user + system) / 1_000 };
}

/** The last line a process prints is its result. */
export function report(result) {
  console.log(JSON.stringify({ ...used(), ...result }));
}
