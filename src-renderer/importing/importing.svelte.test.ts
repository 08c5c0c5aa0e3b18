import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImportReport } from '#contract';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import { Importing } from './importing.svelte.ts';
import { eventually } from '../testing/eventually.ts';

const fake = new FakeArchive();
const bridge = fake.bridge();
window.nachlese = bridge;

let workspace: Workspace;
let importing: Importing;
let stop: () => void;

beforeEach(() => {
  workspace = new Workspace();
  importing = new Importing(workspace);
  stop = importing.listen();
});
afterEach(() => {
  stop();
});

async function finished(): Promise<ImportReport> {
  await eventually(() => {
    expect(importing.running).toBeNull();
    expect(importing.jobs).not.toHaveLength(0);
  });
  const report = importing.jobs[0]?.report;
  if (!report) throw new Error('the import has no report');
  return report;
}

test('an import shows its progress while it runs and its ledger when it is done', async () => {
  importing.importPaths(['/a.txt', '/b.txt', '/c.txt']);
  expect(importing.running).not.toBeNull();
  const report = await finished();
  expect(report.imported).toHaveLength(3);
  expect(report.skipped).toHaveLength(1);
  expect(importing.jobs[0]?.progress).toMatchObject({ done: 2, total: 3 });
});

test('what an import brought can be taken back from its message', async () => {
  importing.importPaths(['/a.txt']);
  await finished();
  const toast = workspace.toasts.shown.find(({ undo }) => undo);
  await toast?.undo?.();
  expect(importing.jobs[0]?.undone).toBe(true);
  expect(fake.calls.at(-1)?.method).toBe('undoImport');
});

test('a pasted article is opened once it is saved', async () => {
  const paste = {
    title: 'Ein Titel',
    url: null,
    publisher: null,
    published: null,
    authors: [],
    text: 'Text',
    html: null,
  };
  expect(await importing.importPaste(paste, ['Thema'])).toBe(true);
  const opened = fake.entries.get(workspace.articleId ?? '');
  expect(opened?.article.title).toBe('Ein Titel');
});

test('an import that is refused says so and leaves no entry behind', async () => {
  const refusing = vi.spyOn(bridge, 'callArchive');
  const refusal = { ok: false, error: { code: 'disk-full', message: 'Die Festplatte ist voll.' } };
  refusing.mockResolvedValueOnce(JSON.stringify(refusal));
  importing.importPaths(['/a.txt']);
  await eventually(() => {
    expect(importing.jobs).toHaveLength(0);
  });
  expect(workspace.toasts.shown.at(-1)).toMatchObject({ kind: 'failed', message: 'Die Festplatte ist voll.' });
});

test('an import that was left half is gone on with, or forgotten', async () => {
  const left = { started: '2026-11-22T12:00:00.000Z', sources: ['/a'], done: 340, total: 1000 };
  fake.interrupted = [
    { id: 'eins', ...left },
    { id: 'zwei', ...left },
  ];
  await importing.lookForInterrupted();
  expect(importing.interrupted).toHaveLength(2);
  await importing.resume('eins');
  expect((await finished()).imported).toHaveLength(1);
  expect(importing.interrupted.map(({ id }) => id)).toEqual(['zwei']);
  await importing.discard('zwei');
  expect(importing.interrupted).toEqual([]);
});

test.each([['the only'], ['the first'], ['the last']])(
  'an import cancelled while %s file is sent brings nothing',
  async (which) => {
    const sent: (() => void)[] = [];
    const answer = () => new Response(JSON.stringify({ ok: true, value: { upload: 'u' } }));
    vi.stubGlobal('fetch', () => new Promise((resolve) => sent.push(() => resolve(answer()))));
    vi.spyOn(bridge, 'pathOfFile').mockReturnValue('');
    fake.calls.length = 0;
    const files = which === 'the only' ? ['a.html'] : ['a.html', 'b.html'];
    const all = importing.importFiles(files.map((name) => new File(['x'], name)));
    const sending = async (count: number): Promise<void> => {
      await eventually(() => {
        expect(sent).toHaveLength(count);
      });
    };
    await sending(1);
    if (which === 'the last') {
      sent[0]?.();
      await sending(2);
    }
    const [job] = importing.jobs;
    if (!job) throw new Error('no job');
    importing.cancel(job);
    sent.at(-1)?.();
    await all;
    vi.unstubAllGlobals();
    vi.mocked(bridge.pathOfFile).mockRestore();
    expect(fake.calls.map(({ method }) => method)).not.toContain('importSources');
    expect(importing.jobs[0]?.report).toMatchObject({ cancelled: true, imported: [] });
    expect(sent).toHaveLength(which === 'the last' ? 2 : 1);
  },
);
