import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { articleDigests, differences, fillLargely, openWhole } from '../large-archive.ts';
import { makeBench, removeBench, type Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

/** A Python that has bagit; NACHLESE_BAGIT_PYTHON names it. */
const PYTHON = process.env.NACHLESE_BAGIT_PYTHON ?? 'python3';
const run = promisify(execFile);

/** The whole archive as a bag, validated by another program, into an empty archive: the same articles byte for byte. */
export const bagAndBack: Ordeal = async ({ seed, articles }) => {
  const bench = await makeBench();
  const wrong: string[] = [];
  await fillLargely(bench, articles, seed);
  const before = await articleDigests(bench.folder);
  const bag = join(bench.root, 'bag');
  const exporting = performance.now();
  const archive = await openWhole(bench);
  const all = { query: '', articleIds: null, noteIds: null };
  await archive.writeExport({ what: 'archive', format: 'bag', shape: 'many', ...all }, bag, false);
  await archive.close();
  const exported = performance.now() - exporting;
  const judged = await judge(bag);
  if (judged !== null && judged !== 'valid') wrong.push(judged);
  const importing = performance.now();
  const other: Bench = { ...bench, folder: join(bench.root, 'other') };
  const second = await openWhole(other);
  const request = { job: 'bag', format: null, tags: [], dryRun: false };
  const report = await second.importSources({ ...request, sources: [{ kind: 'path', path: bag }] });
  const imported = performance.now() - importing;
  wrong.push(...report.failed.map(({ source, reason }) => `${source}: ${reason}`));
  if (report.imported.length !== articles) wrong.push(`${report.imported.length} of ${articles} imported`);
  const after = await articleDigests(other.folder);
  wrong.push(...differences(before, after).map((path) => `another file: ${path}`));
  const checked = await second.verify({ job: 'bag', ids: null });
  for (const path of [...checked.changed, ...checked.missing, ...checked.extra, ...checked.unreadable])
    wrong.push(`damaged: ${path}`);
  await second.close();
  await removeBench(bench);
  const remark = `${articles} articles, ${before.size} files, bagit-python: ${judged ?? 'not installed'}, out in ${seconds(exported)}, in in ${seconds(imported)}`;
  return { rounds: 1, wrong, remark };
};

const seconds = (duration: number) => `${(duration / 1000).toFixed(1)} s`;

/** What bagit-python says of a bag: "valid", or why not; null: there is none here. */
async function judge(bag: string): Promise<string | null> {
  const has = await run(PYTHON, ['-c', 'import bagit']).then(
    () => true,
    () => false,
  );
  if (!has) return null;
  return run(PYTHON, ['-m', 'bagit', '--quiet', '--validate', bag]).then(
    () => 'valid',
    (error: unknown) => `bagit-python: ${String(error)}`,
  );
}
