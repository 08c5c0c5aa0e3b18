// node engine-postgres.mjs FOLDER: PostgreSQL's configuration "german", a server of its own in a new folder, reached by a
// socket there, as a user that is not root. `{ skipped }` says why it could not run.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGED = '/usr/lib/postgresql';
const [folder] = process.argv.slice(2);
console.log(JSON.stringify(run()));

function run() {
  const programs = findPrograms();
  if (!programs) return { skipped: 'PostgreSQL is not installed (Debian package postgresql)' };
  const user = process.getuid() === 0 ? idsOf('postgres') : null;
  if (process.getuid() === 0 && !user)
    return { skipped: 'PostgreSQL does not run as root, and there is no user postgres' };
  const home = mkdtempSync(join(tmpdir(), 'quality-postgres-'));
  if (user) chownSync(home, user.uid, user.gid);
  const options = { encoding: 'utf8', cwd: home, maxBuffer: 1 << 28, ...(user ?? {}) };
  const call = (name, args, input) =>
    execFileSync(join(programs, name), args, { ...options, input, stdio: ['pipe', 'pipe', 'ignore'] });
  const data = join(home, 'data');
  try {
    call('initdb', ['-D', data, '-E', 'UTF8', '--locale=C', '-A', 'trust', '-U', 'bench', '--no-sync']);
    const server = `-c listen_addresses='' -c unix_socket_directories=${home} -c fsync=off`;
    call('pg_ctl', ['-D', data, '-w', '-l', join(home, 'log'), '-o', server, 'start']);
    const ask = (text) =>
      call(
        'psql',
        ['-h', home, '-U', 'bench', '-d', 'postgres', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', '-'],
        text,
      );
    return answer(ask);
  } catch (error) {
    return { skipped: `PostgreSQL did not start: ${String(error.message).split('\n')[0]}` };
  } finally {
    if (existsSync(data)) spawnSync(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], options);
    rmSync(home, { recursive: true, force: true });
  }
}

function answer(ask) {
  const { articles, queries } = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8'));
  const quoted = (text) => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;
  const rows = (list) => list.map((row) => `(${row.map(quoted).join(', ')})`).join(',\n');
  ask(`
    create table articles (id text, title text, words text, terms tsvector);
    insert into articles (id, title, words) values ${rows(articles.map(({ id, title, text }) => [id, title, text]))};
    update articles set terms = setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', words), 'D');
    create table queries (id text, words text);
    insert into queries values ${rows(queries.map(({ id, words }) => [id, words.join(' ')]))};
    create index on articles using gin (terms);
  `);
  // Weights D to A as elsewhere here: a title counts three times; 1: divided by 1 + log of the length.
  const found = ask(`
    select json_build_object('id', queries.id, 'hits', (
      select coalesce(json_agg(best.id order by best.score desc, best.id), '[]') from (
        select articles.id, ts_rank('{0.33, 0.33, 0.33, 1}', terms, asked, 1) as score
        from articles, plainto_tsquery('german', queries.words) asked
        where terms @@ asked order by score desc, articles.id limit 10) best)) from queries;
  `);
  const lines = found
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const version = ask('show server_version').trim();
  return { answers: Object.fromEntries(lines.map(({ id, hits }) => [id, hits])), version };
}

function findPrograms() {
  const path = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  const folders = existsSync(PACKAGED)
    ? readdirSync(PACKAGED)
        .sort()
        .reverse()
        .map((name) => join(PACKAGED, name, 'bin'))
    : [];
  return [path.stdout?.trim() ?? '', ...folders].find((bin) => bin !== '' && existsSync(join(bin, 'initdb')));
}

function idsOf(name) {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}:`));
  const [, , uid, gid] = entry?.split(':') ?? [];
  return entry ? { uid: Number(uid), gid: Number(gid) } : null;
}
