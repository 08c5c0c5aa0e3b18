import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folderOf = (archive, id) => join(archive, 'articles', id.slice(0, 4), id);

/** Ids of all articles, in order. */
export const idsIn = (archive) =>
  readdirSync(join(archive, 'articles')).flatMap((year) => readdirSync(join(archive, 'articles', year)));

/**
 * What sync clients, git and people do to an archive from outside: each takes an article and a word that it can be found by
 * afterwards, where it is still there.
 */
export class OutsideEdits {
  #archive;
  #elsewhere;
  #made = 0;

  /** `elsewhere`: a folder on the same disk for what is built before it is renamed into place. */
  constructor(archive, elsewhere) {
    this.#archive = archive;
    this.#elsewhere = elsewhere;
  }

  /** Its text and its manifest are written in place. */
  edit(id, word) {
    this.#putWord(folderOf(this.#archive, id), word);
  }

  /** A copy of it under an id of its own arrives file by file, the manifest last. Answers its id. */
  add(id, word) {
    const newId = `${id.slice(0, -10)}${createHash('sha256').update(`${word} ${this.#made++}`).digest('hex').slice(0, 10)}`;
    const folder = folderOf(this.#archive, newId);
    const from = folderOf(this.#archive, id);
    mkdirSync(folder);
    for (const name of readdirSync(from)) {
      if (name === 'manifest-sha256.txt') continue;
      const source = join(from, name);
      if (name === 'article.html')
        writeFileSync(join(folder, name), readFileSync(source, 'utf8').replaceAll(id, newId));
      else cpSync(source, join(folder, name), { recursive: true });
    }
    writeFileSync(join(folder, 'manifest-sha256.txt'), readFileSync(join(from, 'manifest-sha256.txt')));
    this.#putWord(folder, word);
    return newId;
  }

  remove(id) {
    rmSync(folderOf(this.#archive, id), { recursive: true });
  }

  /** Another folder with the same name is renamed into its place, as tools do that build before they replace. */
  replace(id, word) {
    const folder = folderOf(this.#archive, id);
    const built = join(this.#elsewhere, `new-${this.#made}`);
    cpSync(folder, built, { recursive: true });
    this.#putWord(built, word);
    renameSync(folder, join(this.#elsewhere, `old-${this.#made++}`));
    renameSync(built, folder);
  }

  #putWord(folder, word) {
    const path = join(folder, 'article.html');
    const html = readFileSync(path, 'utf8');
    const changed = html.replace(/(<main>[^]*?<p[^>]*>)(?:wort\w+ )?/u, `$1${word} `);
    if (changed === html) throw new Error(`no paragraph in ${path}`);
    writeFileSync(path, changed);
    const digest = createHash('sha256').update(changed).digest('hex');
    const manifest = join(folder, 'manifest-sha256.txt');
    const lines = readFileSync(manifest, 'utf8').split('\n');
    writeFileSync(
      manifest,
      lines.map((line) => (line.endsWith('article.html') ? line.replace(/^[0-9a-f]{64}/, digest) : line)).join('\n'),
    );
  }
}
