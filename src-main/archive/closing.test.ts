import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportRequest } from '#contract';
import { openArchive } from '../archive.ts';
import { readSource } from '../import/import-formats.ts';
import { trialArticle, trialCapture } from '../store/trial-archive.ts';
import { makeGate, openGated, type GatedArchive } from './testing/gated-archive.ts';
import { optionsBelow } from './testing/options-below.ts';

let home: string;
let gated: GatedArchive;
let before: Record<string, () => Promise<void>>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-closing-'));
  before = {};
  gated = await openGated(home, {
    async *readSource(input, options) {
      await before[input.name]?.();
      yield* readSource(input, options);
    },
  });
  await mkdir(join(home, 'in'));
});
afterEach(async () => {
  await gated.archive.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const FILES = 60;
const request = (job: string): ImportRequest => ({
  job,
  sources: [{ kind: 'path', path: join(home, 'in') }],
  format: null,
  tags: [],
  dryRun: false,
});
const turns = async () => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('an archive that is closed during an import', () => {
  it('says what is stored, and offers the rest again at once, with what was changed while it was read', async () => {
    for (let number = 100; number < 100 + FILES; number += 1)
      await writeFile(
        join(home, 'in', `${number}.txt`),
        `Meldung ${number} aus der Stadt.\n\nEin Absatz zu ${number}.\n`,
      );
    // One is changed after its bytes were read.
    before['100.txt'] = () => writeFile(join(home, 'in', '100.txt'), 'Etwas anderes.\n\nEin neuer Absatz zum Hafen.\n');
    const gate = makeGate();
    before['140.txt'] = gate.pass;
    const importing = gated.archive.importSources(request('one'));
    await gate.reached;
    expect(await gated.archive.interruptedImports()).toEqual([]);
    const closing = gated.archive.close();
    await turns();
    gate.open();
    const report = await importing;
    await closing;
    expect(report).toMatchObject({ cancelled: true, failed: [] });
    expect(report.imported).toHaveLength(40);
    expect(await readdir(join(home, 'archive/.tmp')).catch(() => [])).toEqual([]);

    const again = await openArchive(join(home, 'archive'), optionsBelow(home));
    try {
      const [interrupted] = await again.interruptedImports();
      expect(interrupted).toMatchObject({ sources: [join(home, 'in')], done: 40 });
      const both = await Promise.allSettled([
        again.resumeImport(interrupted?.id ?? '', 'two'),
        again.resumeImport(interrupted?.id ?? '', 'three'),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await again.status()).articles).toBe(FILES + 1);
      expect((await again.search({ query: 'Hafen', offset: 0, limit: 1, sort: 'relevance' })).total).toBe(1);
      expect(await again.interruptedImports()).toEqual([]);
    } finally {
      await again.close();
    }
  });

  it('does not begin what had to wait', async () => {
    await writeFile(join(home, 'in', 'a.txt'), 'Meldung aus der Stadt.\n\nEin Absatz.\n');
    const gate = makeGate();
    before['a.txt'] = gate.pass;
    const importing = gated.archive.importSources(request('one'));
    await gate.reached;
    const rebuilt = gated.archive.rebuild().catch((error: unknown) => error);
    const closing = gated.archive.close();
    gate.open();
    await closing;
    expect(await importing).toMatchObject({ cancelled: true });
    expect(await rebuilt).toMatchObject({ code: 'cancelled' });
  });
});

describe('an archive that is closed', () => {
  it('waits for what is being written, and takes nothing more', async () => {
    const { archive, store, gates } = gated;
    await store.add([trialCapture(1)]);
    const { id } = trialArticle(1);
    await archive.rebuild();
    const gate = makeGate();
    gates.store.writeNote = async (...asked) => {
      await gate.pass();
      return store.writeNote(...asked);
    };
    const note = { articleId: id, range: null, color: 'wheat' as const, body: 'Letzter Satz', tags: [] };
    const saved = archive.createNote(note);
    await gate.reached;
    let isClosed = false;
    const closing = archive.close().then(() => (isClosed = true));
    await turns();
    expect(isClosed).toBe(false);
    await expect(archive.createNote(note)).rejects.toMatchObject({ code: 'archive-missing' });
    gate.open();
    expect(await saved).toMatchObject({ body: 'Letzter Satz' });
    await Promise.all([closing, archive.close()]);
    expect((await store.read(id)).notes).toHaveLength(1);
  });
});
