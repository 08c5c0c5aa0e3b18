import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCorpus, writeCorpus } from '../search/corpus.mjs';
import { homeEnvironment } from '../../scripts/home-environment.mjs';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'out/main/cli.cjs');
const NO_SYNC = join(import.meta.dirname, 'no-sync.cjs');

/** Paragraphs of a few sentences, as in a page that was copied. */
const asFile = ({ title, text, date }) =>
  `date ${date}\n\n${title}\n\n${text.replace(/((?:[^.!?]+[.!?]\s+){3})/g, '$1\n\n')}\n`;

function command(args, env, what) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${what} ended with ${status}: ${stderr}${stdout.slice(0, 500)}`);
  return stdout;
}

/**
 * A home with an archive of `count` articles in its documents and an index in step with it. Made once, by the command
 * line's import with fsync switched off (only here: what is measured afterwards is starting, not writing), and kept in
 * test-results for the next run. Answers its folder.
 */
export function largeHome(count, say) {
  const home = join(root, `test-results/bench/home-${count}`);
  const ready = join(home, 'ready.json');
  const env = homeEnvironment(home);
  if (!existsSync(ready) || JSON.parse(readFileSync(ready, 'utf8')).count !== count) {
    say(`Making an archive of ${count} articles, once …`);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(join(home, 'Documents'), { recursive: true });
    const work = mkdtempSync(join(tmpdir(), 'nachlese-large-'));
    try {
      const corpus = join(work, 'corpus.jsonl');
      writeCorpus(corpus, count);
      const folder = join(work, 'articles');
      mkdirSync(folder);
      for (const one of readCorpus(corpus, count)) writeFileSync(join(folder, `${one.id}.txt`), asFile(one));
      command(['-r', NO_SYNC, cli, '--json', 'import', folder], env, 'the import');
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    writeFileSync(ready, JSON.stringify({ count }));
  }
  // An index of an earlier build is brought up to date before anything is measured.
  const { articles } = JSON.parse(command([cli, '--json', 'stats'], env, 'the look at the archive'));
  if (articles < count * 0.98) throw new Error(`the archive holds ${articles} of ${count} articles`);
  return { home, articles };
}
