/**
 * A fault somebody could make. `edits` are exact replacements, each of which must match its file exactly once: a fault
 * that no longer fits the sources stops the run instead of proving nothing. `ordeal`: what `npm run torture` is to find it
 * by as well, as its options.
 *
 * @typedef {{ name: string, what: string, edits: [file: string, search: string, replacement: string][], tests: string[], ordeal?: string[], costly?: true }} Fault
 */

const WRITE = 'src-main/store/durable-write.ts';
const LOCK = 'src-main/store/archive-lock.ts';
const VERSIONS = 'src-main/store/versions.ts';
const TRASH = 'src-main/store/trash.ts';
const PURGE = 'src-main/store/purge-trash.ts';
const NOTES = 'src-main/store/article-notes.ts';
const VERIFY = 'src-main/store/verify.ts';
const OPEN = 'src-main/store/open-store.ts';

/** Reads the log of system calls. */
const SYNCS = ['--only', 'syncs', '--commits', '40', '--seed', '3'];

/** @param {string} name */
const store = (name) => `src-main/store/${name}.test.ts`;

/** @type {Fault[]} */
const WRITING = [
  {
    name: 'no-file-sync',
    costly: true,
    what: 'a file is renamed without fsync',
    edits: [[WRITE, 'if (isSynced) await this.#sync(handle);', '']],
    tests: [store('durable-write')],
    ordeal: SYNCS,
  },
  {
    name: 'no-folder-sync',
    costly: true,
    what: 'the folder of a replaced file is not synced',
    edits: [
      [
        WRITE,
        '      await this.move(staged, path, confirm);\n    } catch (error) {\n      await this.#files.unlink(staged).catch(ignore);\n      throw error;\n    }\n    await this.syncFolder(dirname(path));',
        '      await this.move(staged, path, confirm);\n    } catch (error) {\n      await this.#files.unlink(staged).catch(ignore);\n      throw error;\n    }',
      ],
    ],
    tests: [store('durable-write')],
    ordeal: SYNCS,
  },
  {
    name: 'failed-sync-ignored',
    what: 'a folder that cannot be synced counts as synced everywhere',
    edits: [[WRITE, "if (this.#platform === 'win32' && FOLDER_SYNC_UNSUPPORTED", 'if (FOLDER_SYNC_UNSUPPORTED']],
    tests: [store('durable-write')],
  },
  {
    name: 'short-write',
    costly: true,
    what: 'a short write is not noticed',
    edits: [
      [WRITE, 'while (written < bytes.byteLength) {', 'if (written < bytes.byteLength) {'],
      [WRITE, 'if (size !== expected) throw', 'if (size < 0) throw'],
    ],
    tests: [store('durable-write')],
  },
  {
    name: 'size-not-checked',
    what: 'a write that says it wrote everything is believed',
    edits: [[WRITE, 'if (size !== expected) throw', 'if (size < 0) throw']],
    tests: [store('durable-write')],
  },
  {
    name: 'written-in-place',
    costly: true,
    what: 'a file is written in its place instead of beside it and renamed',
    edits: [
      [
        WRITE,
        '    const staged = join(temporary, `${basename(path)}.${this.randomName()}`);\n    await this.stageFile(staged, bytes);\n    try {\n      await this.move(staged, path, confirm);',
        '    const staged = join(temporary, `${basename(path)}.${this.randomName()}`);\n    await this.#files.unlink(path).catch(ignore);\n    await this.stageFile(path, bytes);\n    try {\n      await confirm();',
      ],
    ],
    tests: [store('durable-write')],
  },
  {
    name: 'temporary-left',
    what: 'a failed write leaves its temporary file',
    edits: [
      [
        WRITE,
        'if (isSynced) await this.#sync(handle);\n      } catch (error) {\n        await handle.close().catch(ignore);\n        await this.#files.unlink(path).catch(ignore);',
        'if (isSynced) await this.#sync(handle);\n      } catch (error) {\n        await handle.close().catch(ignore);',
      ],
    ],
    tests: [store('durable-write')],
  },
  {
    name: 'new-file-replaces',
    costly: true,
    what: 'making a file replaces one that is there',
    edits: [[WRITE, '        await this.#files.link(from, to);', '        await this.#files.rename(from, to);']],
    tests: [store('durable-write')],
  },
  {
    name: 'look-skipped-without-links',
    what: 'on a disk without links, making a file replaces one that is there',
    edits: [[WRITE, "if (await this.isThere(to)) throw new ArchiveError('exists', { path: to });", '']],
    tests: [store('durable-write')],
  },
  {
    name: 'rename-without-lock',
    costly: true,
    what: 'the lock is not asked for before a rename',
    edits: [
      [
        WRITE,
        'async move(from: string, to: string, confirm: Confirm): Promise<void> {\n    await confirm();',
        'async move(from: string, to: string, confirm: Confirm): Promise<void> {\n    void confirm;',
      ],
    ],
    tests: [store('durable-write')],
  },
  {
    name: 'no-patience-on-windows',
    what: 'a file a virus scanner holds is an error at once',
    edits: [[WRITE, "if (this.#platform !== 'win32' || !isBusy", "if (this.#platform === 'win32' || !isBusy"]],
    tests: [store('durable-write')],
  },
];

/** @type {Fault[]} */
const LOCKING = [
  {
    name: 'lock-never-freed',
    costly: true,
    what: 'the lock is not given back',
    edits: [
      [
        LOCK,
        'await this.#writer.removeFile(this.#paths.lock);\n        this.#letGo.delete(token);',
        'this.#letGo.delete(token);',
      ],
    ],
    tests: [store('archive-lock')],
  },
  {
    name: 'lock-not-checked',
    costly: true,
    what: 'the lock is taken whoever holds it',
    edits: [
      [
        LOCK,
        "if (error instanceof ArchiveError && error.code === 'exists') return false;",
        "if (error instanceof ArchiveError && error.code === 'exists') return true;",
      ],
    ],
    tests: [store('archive-lock')],
  },
  {
    name: 'dead-holder-believed',
    what: 'the lock of a process that ended stays until it is stale',
    edits: [[LOCK, '(this.#letGo.has(holder.token) || !(await mayBeAlive(holder)))', 'this.#letGo.has(holder.token)']],
    tests: [store('archive-lock')],
  },
  {
    name: 'stale-lock-stays',
    what: 'a lock without a heartbeat is never broken',
    edits: [[LOCK, 'if (unchanged >= this.#times.stale) return true;', '']],
    tests: [store('archive-lock')],
  },
  {
    name: 'no-heartbeat',
    what: 'the holder does not beat',
    edits: [[LOCK, '      void this.#beat(token);', '      void this.#times;']],
    tests: [store('archive-lock')],
  },
  {
    name: 'lost-lock-writes',
    costly: true,
    what: 'who lost the lock goes on writing',
    edits: [[LOCK, 'if (sighting?.holder?.token === token) return;', 'if (sighting !== undefined) return;']],
    tests: [store('archive-lock')],
  },
  {
    name: 'wall-clock-frees-lock',
    what: 'a wall clock that jumps frees the lock of another machine',
    edits: [
      [
        LOCK,
        'return mtimeMs + unchanged - sighting.modified >= this.#times.stale && unchanged >= this.#times.beat * 1.5;',
        'return Date.now() - sighting.modified >= this.#times.stale || mtimeMs < 0;',
      ],
    ],
    tests: [store('archive-lock')],
  },
  {
    name: 'same-number-believed',
    what: 'a later process with the same number keeps a dead one’s lock alive',
    edits: [
      [
        'src-main/store/process-identity.ts',
        'return holder.start === null || start === null || start === holder.start;',
        'return holder.start !== undefined || start !== undefined;',
      ],
    ],
    tests: [store('archive-lock')],
  },
  {
    name: 'sweeps-foreign-folders',
    costly: true,
    what: 'the sweep deletes temporary folders of other machines',
    edits: [
      [
        'src-main/store/temporary-folder.ts',
        'if (owner?.host !== host) continue;',
        'if (owner === undefined) continue;',
      ],
    ],
    tests: [store('open-store')],
  },
  {
    name: 'sweeps-living-folders',
    what: 'the sweep deletes temporary folders of processes that still write',
    edits: [
      ['src-main/store/temporary-folder.ts', 'if (await hasLivingOwner(Number(owner.pid), host, path)) continue;', ''],
    ],
    tests: [store('open-store')],
  },
];

/** @type {Fault[]} */
const FIXITY = [
  {
    name: 'manifest-not-updated',
    costly: true,
    what: 'the original is not listed in the manifest',
    edits: [
      [
        'src-main/store/stage-capture.ts',
        'listed.push({ path, sha256: sha256(bytes) });',
        "if (!path.startsWith('original')) listed.push({ path, sha256: sha256(bytes) });",
      ],
    ],
    tests: [store('folder-store')],
  },
  {
    name: 'digest-not-checked',
    costly: true,
    what: 'verify does not compare digests of captures',
    edits: [
      [VERIFY, "if (found !== expected) this.#add('changed', path);", "if (found === '') this.#add('changed', path);"],
    ],
    tests: [store('verify')],
  },
  {
    name: 'digest-any-case',
    what: 'a digest in upper case counts as the same',
    edits: [
      [
        VERIFY,
        "if (found !== expected) this.#add('changed', path);",
        "if (found !== expected.toLowerCase()) this.#add('changed', path);",
      ],
    ],
    tests: [store('verify')],
  },
  {
    name: 'seal-not-checked',
    costly: true,
    what: 'verify does not compare the digests in notes and state',
    edits: [[VERIFY, "if (!isSealIntact(fields)) this.#add('changed', path);", '']],
    tests: [store('verify')],
  },
  {
    name: 'missing-not-named',
    what: 'verify says nothing of files that are gone',
    edits: [
      [
        VERIFY,
        "this.#add(isMissing(error) ? 'missing' : 'unreadable', path);\n    }\n  }\n\n  async #sealedFolder",
        "if (!isMissing(error)) this.#add('unreadable', path);\n    }\n  }\n\n  async #sealedFolder",
      ],
    ],
    tests: [store('verify')],
  },
  {
    name: 'manifest-leads-out',
    costly: true,
    what: 'a manifest may name paths outside its folder',
    edits: [['src-main/store/manifest.ts', "part !== '' && part !== '.' && part !== '..'", "part !== ''"]],
    tests: [store('manifest')],
  },
  {
    name: 'damaged-is-empty',
    what: 'a damaged state file is taken for an absent one',
    edits: [
      [
        'src-main/store/read-article.ts',
        'return bytes === null ? ABSENT_STATE : parseState(bytes, path);\n  } catch (error) {\n    throw fileError(error, path);',
        'return bytes === null ? ABSENT_STATE : parseState(bytes, path);\n  } catch (error) {\n    return fileError(error, path) === null ? ABSENT_STATE : ABSENT_STATE;',
      ],
    ],
    tests: [store('folder-store')],
  },
  {
    name: 'half-article-shown',
    what: 'a folder without a manifest counts as an article',
    edits: [
      [
        'src-main/store/scan-articles.ts',
        "if (!names.includes(MANIFEST_FILE) && !names.includes(NEXT_FOLDER)) return '';",
        "if (names.length === 0) return '';",
      ],
    ],
    tests: [store('folder-store')],
  },
  {
    name: 'link-followed',
    what: 'a link in an article’s place is followed out of the archive',
    edits: [
      [
        'src-main/store/read-file.ts',
        'return (await statIfThere(path))?.isDirectory() ?? false;',
        'return promises.stat(path).then((stats) => stats.isDirectory(), () => false);',
      ],
    ],
    tests: [store('folder-store')],
  },
  {
    name: 'id-as-path',
    what: 'an article id is not checked before it becomes a path',
    edits: [
      [
        'src-main/store/archive-names.ts',
        "if (!isRight(value)) throw new ArchiveError('bad-argument'",
        "if (isRight(value) === undefined) throw new ArchiveError('bad-argument'",
      ],
    ],
    tests: [store('folder-store')],
  },
];

/** @type {Fault[]} */
const KEEPING = [
  {
    name: 'article-overwritten',
    costly: true,
    what: 'an article is put over another with its id',
    edits: [
      [
        'src-main/store/add-articles.ts',
        "if (await writer.isThere(place)) throw new ArchiveError('exists', { id: one.id });",
        '',
      ],
    ],
    tests: [store('folder-store')],
  },
  {
    name: 'full-disk-believed',
    what: 'an article that could not be stored is said to be saved',
    edits: [
      [
        'src-main/store/add-articles.ts',
        'return { ok: false, error };\n  });',
        "return { ok: true, stamp: '' };\n  });",
      ],
    ],
    tests: [store('small-disk'), store('folder-store')],
  },
  {
    name: 'version-overwritten',
    costly: true,
    what: 'a version takes the name of an earlier one',
    edits: [
      [VERSIONS, 'if (!taken.includes(candidate)) return candidate;', 'if (taken.length >= 0) return candidate;'],
    ],
    tests: [store('versions')],
  },
  {
    name: 'former-not-kept',
    what: 'a new version replaces the former one',
    edits: [[VERSIONS, '    await keepPresent(context, hold, folder, former);\n', '']],
    tests: [store('versions')],
  },
  {
    name: 'half-version-taken',
    what: 'a version of which half arrived by sync is put in place',
    edits: [
      [
        VERSIONS,
        'if (bytes === null || sha256(bytes) !== expected) return false;',
        'if (bytes !== null && sha256(bytes) === expected) continue;',
      ],
    ],
    tests: [store('versions')],
  },
  {
    name: 'not-rolled-forward',
    what: 'a version a killed process left under way is not finished',
    edits: [
      [
        'src-main/store/folder-store.ts',
        'return (await rollAllForward(this.#context, ids)).length > 0;',
        'return ids.length < 0;',
      ],
    ],
    tests: [store('versions')],
  },
  {
    name: 'purged-at-once',
    costly: true,
    what: 'the trash is emptied at the next start',
    edits: [
      [PURGE, 'return lived >= days * DAY;', 'return lived >= 0;'],
      [PURGE, 'if (now.getTime() - time.getTime() < days * DAY) return false;', ''],
    ],
    tests: [store('trash')],
  },
  {
    name: 'purged-by-one-start',
    what: 'the trash is emptied by the calendar alone',
    edits: [[PURGE, 'if (new Set(since.map(dayOf)).size < startsNeeded) return false;', '']],
    tests: [store('trash')],
  },
  {
    name: 'clock-trusted',
    costly: true,
    what: 'a clock that jumped years ahead empties the trash',
    edits: [
      [
        PURGE,
        'if (last === undefined || Math.abs(now.getTime() - last.getTime()) > DAYS_KEPT * DAY) return 0;',
        'if (last === undefined) return 0;',
      ],
      [PURGE, 'Math.min(gap, longestGap * DAY)', 'gap'],
    ],
    tests: [store('trash')],
  },
  {
    name: 'restored-over',
    what: 'what comes back from the trash replaces what took its place',
    edits: [
      [TRASH, "if (await writer.isThere(to)) throw new ArchiveError('exists', { id: thrown.entry, path: to });", ''],
    ],
    tests: [store('trash')],
  },
  {
    name: 'erase-leaves-history',
    what: 'former versions of notes outlive “delete for good”',
    edits: [
      [
        TRASH,
        'for (const kept of [join(paths.noteHistory, id), paths.acceptedOf(id)])',
        'for (const kept of [paths.acceptedOf(id)])',
      ],
    ],
    tests: [store('trash')],
  },
  {
    name: 'note-not-compared',
    costly: true,
    what: 'a note is written over a change of somebody else',
    edits: [
      [
        NOTES,
        'if (former !== null && former.note.revision !== expected) throw',
        'if (former !== null && former.note.revision === null) throw',
      ],
    ],
    tests: [store('article-notes')],
  },
  {
    name: 'former-note-not-kept',
    what: 'the former version of a changed note is not kept',
    edits: [[NOTES, '      await keepFormer(context, hold, note.articleId, note.id);\n', '']],
    tests: [store('article-notes'), store('trash')],
  },
  {
    name: 'foreign-fields-dropped',
    what: 'fields of other programs are lost when a note is changed',
    edits: [['src-main/store/article-notes.ts', 'former?.rest ?? rest', 'rest']],
    tests: [store('article-notes')],
  },
  {
    name: 'all-fields-new',
    what: 'every field of state.json gets a new time when one changes',
    edits: [
      [
        'src-main/store/article-state.ts',
        'if (JSON.stringify(former[name]) === JSON.stringify(values[name])) continue;',
        'if (former === values) continue;',
      ],
    ],
    tests: [store('folder-store')],
  },
];

/** @type {Fault[]} */
const SEEING = [
  {
    name: 'vanished-made-anew',
    costly: true,
    what: 'a folder that held an archive and is empty is made into a new one',
    edits: [
      [
        OPEN,
        'if (!newEvenIfRemembered && (await remembered.isRemembered(folder))) {',
        'if (newEvenIfRemembered === undefined) {',
      ],
    ],
    tests: [store('open-store')],
  },
  {
    name: 'foreign-folder-taken',
    what: 'a folder with other files is made into an archive',
    edits: [[OPEN, "if (reason.code !== 'archive-missing') {", "if (reason.code === 'io') {"]],
    tests: [store('open-store')],
  },
  {
    name: 'replaced-not-noticed',
    costly: true,
    what: 'another archive in the same place is written to',
    edits: [
      [
        'src-main/store/presence.ts',
        'return (await readMarker(this.#paths.folder))?.id === this.#opened.id;',
        'return (await readMarker(this.#paths.folder))?.id !== undefined;',
      ],
    ],
    tests: [store('open-store')],
  },
  {
    name: 'vanished-is-empty',
    what: 'a scan of a folder that went away tells that there is nothing',
    edits: [
      [
        'src-main/store/scan-articles.ts',
        '  } finally {\n    await presence.require();\n  }\n  return found;',
        '  }\n  return found;',
      ],
      ['src-main/store/scan-articles.ts', '  await presence.require();\n  const found', '  const found'],
    ],
    tests: [store('open-store')],
  },
  {
    name: 'newer-written',
    what: 'an archive of a newer format is written to',
    edits: [['src-main/store/presence.ts', "if (marker.version > FORMAT_VERSION) return 'newer';", '']],
    tests: [store('open-store')],
  },
  {
    name: 'conflict-copy-ignored',
    costly: true,
    what: 'conflict copies of file sync are not recognised',
    edits: [
      ['src-main/store/conflict-names.ts', 'if (!mark.test(name)) continue;', "if (name !== 'conflict') continue;"],
    ],
    tests: [store('verify')],
  },
  {
    name: 'conflict-note-dropped',
    what: 'of two notes in conflict only one is kept',
    costly: true,
    edits: [['src-main/store/resolve-conflict.ts', '      else await merge(task, tag);', '']],
    tests: [store('resolve-conflict')],
  },
  {
    name: 'conflict-copy-deleted',
    what: 'a conflict copy that loses is deleted instead of put aside',
    edits: [
      [
        'src-main/store/resolve-conflict.ts',
        'await putAway(context, hold, full, copy.articleId);',
        'await context.writer.removeFile(full);',
      ],
    ],
    tests: [store('resolve-conflict')],
  },
  {
    name: 'earlier-change-wins',
    what: 'of two states the earlier change of a field wins',
    edits: [['src-main/store/merge-copies.ts', 'return first > second ? a : b;', 'return first < second ? a : b;']],
    tests: [store('resolve-conflict')],
  },
  {
    name: 'list-of-archives-unlocked',
    what: 'programs that start at once lose each other’s archives',
    edits: [
      [
        'src-main/store/remembered-folders.ts',
        'this.#locked(() => this.#add(real, id, now))',
        'this.#add(real, id, now)',
      ],
    ],
    tests: [store('remembered-folders')],
  },
  {
    name: 'note-edit-not-seen',
    what: 'a note another program edited in place leaves the stamp as it was',
    edits: [
      [
        'src-main/store/scan-articles.ts',
        '  if (names.includes(NOTES_FOLDER)) {',
        '  if (names.includes(`${NOTES_FOLDER}!`)) {',
      ],
    ],
    tests: [store('folder-store')],
  },
  {
    name: 'catalogue-trusted',
    costly: true,
    what: 'the catalogue is believed without comparing stamps',
    edits: [['src-main/archive/keep-in-step.ts', 'known.get(found.id) !== found.stamp', '!known.has(found.id)']],
    tests: ['src-main/archive.test.ts', 'src-main/archive/keep-in-step.test.ts'],
  },
  {
    name: 'lost-disk-empties-index',
    costly: true,
    what: 'articles of a disk that is away leave the index',
    edits: [['src-main/archive/keep-in-step.ts', "parts.store.access() === 'vanished' ? [] : ", '']],
    tests: ['src-main/archive/keep-in-step.test.ts'],
  },
  {
    name: 'one-bad-stops-all',
    what: 'one bad item ends an import',
    edits: [
      [
        'src-main/archive/import-run.ts',
        '      articles.endIfLast(error);\n      reportFailure(report, parts, at, error);',
        '      throw error;',
      ],
    ],
    tests: ['src-main/archive/import-run.test.ts'],
  },
];

/** @type {Fault[]} */
const DOORS = [
  {
    name: 'prefix-path-check',
    costly: true,
    what: 'files beside the window’s folder are served, because its name is a prefix of theirs',
    edits: [
      ['src-main/hosts/window-files.ts', '!file.startsWith(folder + sep)', "!file.startsWith(folder) || sep === ''"],
    ],
    tests: ['src-main/hosts/window-files.test.ts'],
  },
  {
    name: 'no-host-check',
    costly: true,
    what: 'the browser door answers under any host name',
    edits: [['src-main/hosts/request-guard.ts', "if (singleHeader(request, 'host') !== address) return 403;", '']],
    tests: ['src-main/hosts/http-server.test.ts'],
  },
  {
    name: 'no-origin-check',
    what: 'the browser door takes calls from other sites',
    edits: [
      [
        'src-main/hosts/request-guard.ts',
        "if (sent(request, 'origin') ? !ownOrigin : method === 'POST') return 403;",
        'if (ownOrigin === undefined) return 403;',
      ],
    ],
    tests: ['src-main/hosts/http-server.test.ts'],
  },
  {
    name: 'no-write-key',
    what: 'the reading cookie is enough to write',
    edits: [
      [
        'src-main/hosts/http-server.ts',
        'if (!mayRead || !this.#keys.mayWrite(singleHeader(request, WRITE_HEADER))) {',
        'if (!mayRead) {',
      ],
    ],
    tests: ['src-main/hosts/http-server.test.ts'],
  },
  {
    name: 'no-content-policy',
    what: 'the window’s pages are sent without a Content-Security-Policy',
    edits: [['src-main/hosts/window-files.ts', "  'Content-Security-Policy': policy,", "  'X-Policy': policy,"]],
    tests: ['src-main/hosts/window-files.test.ts'],
  },
];

/** @type {Fault[]} */
const UNDER_WAY = [
  {
    name: 'change-between-rounds-lost',
    what: 'a change from outside that comes just when a round ends is never looked at',
    edits: [
      [
        'src-main/archive/outside-changes.ts',
        'this.#reading ??= this.#read();',
        'this.#reading ??= this.#read().then(() => Promise.resolve()).then(() => { this.#reading = null; });',
      ],
      [
        'src-main/archive/outside-changes.ts',
        'what comes now begins a run of its own.\n      this.#reading = null;',
        'what comes now begins a run of its own.',
      ],
    ],
    tests: ['src-main/archive/outside-changes.test.ts'],
  },
  {
    name: 'failed-look-forgotten',
    what: 'changes from outside are forgotten where they could not be read at once',
    edits: [
      ['src-main/archive/outside-changes.ts', 'for (const id of ids) this.#ids.add(id);\n        return;', 'return;'],
    ],
    tests: ['src-main/archive/outside-changes.test.ts'],
  },
  {
    name: 'half-written-not-awaited',
    what: 'an article whose files are on their way is taken for damaged at once',
    edits: [
      [
        'src-main/archive/arriving-articles.ts',
        'if (this.#overdue.get(id) === seen) return false;',
        'if (this.#overdue.get(id) !== null) return false;',
      ],
    ],
    tests: ['src-main/archive/arriving-articles.test.ts'],
  },
  {
    name: 'awaited-for-ever',
    what: 'an article that never becomes whole is waited for without end',
    edits: [
      [
        'src-main/archive/arriving-articles.ts',
        'if (now - waiting.since >= this.#grace || now - waiting.first >= LONGEST) {',
        'if (now - waiting.since >= this.#grace && LONGEST > 0) {',
      ],
    ],
    tests: ['src-main/archive/arriving-articles.test.ts'],
  },
  {
    name: 'journal-forgotten',
    what: 'an import that was killed is not offered again',
    edits: [
      [
        'src-main/archive/import-journal.ts',
        'if (record === null || (await this.#isRunning(id, record))) continue;',
        'continue;',
      ],
    ],
    tests: ['src-main/archive/interrupted-import.test.ts'],
  },
  {
    name: 'export-left-half',
    what: 'what a killed export left is never removed',
    edits: [[OPEN, 'await new HalfMade(options.dataFolder, writer).sweep();', '']],
    tests: [store('half-made')],
  },
  {
    name: 'lock-without-links',
    what: 'on a drive without links two hold the lock at once',
    edits: [[WRITE, 'if (isReserved) await this.#reserve(to);\n        else if', 'if']],
    tests: [store('durable-write')],
  },
  {
    name: 'target-taken-for-damage',
    what: 'a restore leaves out what its own disk did not take, as if the backup were damaged',
    edits: [
      [
        'src-main/store/backup/restore-backup.ts',
        'if (!(error instanceof ArchiveError) || error.values.path !== object) return false;',
        'if (!(error instanceof ArchiveError) || object === "") return false;',
      ],
    ],
    tests: ['src-main/store/backup/killed-backup.test.ts'],
  },
  {
    name: 'folder-not-awaited',
    what: 'a restore whose disk takes no folders ends the program',
    edits: [['src-main/store/backup/restore-backup.ts', 'await Promise.all(onTheWay);', 'await onTheWay[0];']],
    tests: ['src-main/store/backup/back-up.test.ts'],
  },
  {
    name: 'unreadable-bag-is-none',
    what: 'a bag on a failing disk is imported as a folder of any files',
    edits: [
      [
        'src-main/store/bag/verify-bag.ts',
        'if (isMissing(error)) return false;\n    throw fileError(error, path);',
        'return false;',
      ],
    ],
    tests: ['src-main/store/bag/verify-bag.test.ts'],
  },
  {
    name: 'unreadable-tag-file-is-empty',
    what: 'a tag file of a bag that cannot be read counts as one that is not there',
    edits: [
      [
        'src-main/store/bag/verify-bag.ts',
        "return await readIfThere(join(this.#bag, name));\n    } catch {\n      this.#add('unreadable', name);",
        'return await readIfThere(join(this.#bag, name));\n    } catch {',
      ],
    ],
    tests: ['src-main/store/bag/verify-bag.test.ts'],
  },
  {
    name: 'refused-in-place-unseen',
    what: 'an imported article of which only the last step failed is in no list, and its twin is put beside it',
    edits: [['src-main/archive/article-intake.ts', 'await this.#lookWhetherItCame(capture.article.id);', '']],
    tests: ['src-main/archive/refused-in-place.test.ts'],
  },
];

/** All faults, each of which some test must catch. */
export const FAULTS = [...WRITING, ...LOCKING, ...FIXITY, ...KEEPING, ...SEEING, ...DOORS, ...UNDER_WAY];
