import { describe, expect, it, vi } from 'vitest';
import type { ExportFormat, ExportPreview, ExportRequest } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { ExportChoice, type ExportApi } from './export-choice.svelte.ts';
import { eventually } from '../testing/eventually.ts';

const FORMATS: ExportFormat[] = [
  { name: 'markdown', what: 'notes', label: 'Markdown', extension: 'md', shapes: ['one', 'many'] },
  { name: 'csv', what: 'notes', label: 'CSV', extension: 'csv', shapes: ['one', 'many'] },
  { name: 'html', what: 'articles', label: 'HTML', extension: 'html', shapes: ['many'] },
];

const preview = (count: number): ExportPreview => ({ files: [], fileCount: 1, count });

function made(scope = {}, previewExport: ExportApi['previewExport'] = async () => preview(1)) {
  const api = { exportFormats: async () => FORMATS, previewExport: vi.fn(previewExport) };
  return { choice: new ExportChoice(api, scope), api };
}

describe('what is to be exported', () => {
  it('starts with all notes in the first format', async () => {
    const { choice } = made();
    await choice.start();
    expect(choice.request).toEqual<ExportRequest>({
      what: 'notes',
      format: 'markdown',
      query: '',
      articleIds: null,
      noteIds: null,
      shape: 'many',
    });
    expect(choice.whats).toEqual(['notes', 'articles']);
  });

  it('is only what was chosen, until one asks for everything', async () => {
    const { choice } = made({ noteIds: ['a', 'b'], query: 'x' });
    await choice.start();
    expect(choice.request).toMatchObject({ noteIds: ['a', 'b'], query: '' });
    choice.scoped = false;
    expect(choice.request).toMatchObject({ noteIds: null, query: 'x' });
  });

  it('takes a format and a shape that there is', async () => {
    const { choice } = made();
    await choice.start();
    choice.formatName = 'csv';
    choice.shape = 'one';
    choice.what = 'articles';
    expect(choice.request).toMatchObject({ what: 'articles', format: 'html', shape: 'many' });
  });

  it('is previewed as it is now: an answer that comes late is dropped', async () => {
    const answers: ((value: ExportPreview) => void)[] = [];
    const { choice, api } = made({}, () => new Promise((resolve) => answers.push(resolve)));
    const started = choice.start();
    await eventually(() => {
      expect(api.previewExport).toHaveBeenCalledTimes(1);
    });
    choice.shape = 'one';
    await eventually(() => {
      expect(api.previewExport).toHaveBeenCalledTimes(2);
    });
    answers[1]?.(preview(2));
    answers[0]?.(preview(1));
    await started;
    expect(choice.preview?.count).toBe(2);
  });

  it('says why there is no preview', async () => {
    const { choice } = made({}, () => Promise.reject(new ArchiveFailure('io', 'Das Lesen ist gescheitert.')));
    await choice.start();
    expect(choice.failure).toBe('Das Lesen ist gescheitert.');
  });
});
