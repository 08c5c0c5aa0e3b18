import { expect, it } from 'vitest';
import { draftOf, metadataOf } from '../import/empty-draft.ts';
import { captureOfDraft } from './capture-of-draft.ts';

const parts = { now: () => new Date('2026-11-22T12:00:00Z'), random: (count: number) => Buffer.alloc(count, 7) };

it('keeps what is one line as one, composed and without control characters, whoever gave it', () => {
  const metadata = {
    ...metadataOf('\u0007Gro\u0308ße\u0000  und\r\n\u001b[31mRot ', 'source'),
    kicker: '\u0001',
    publisher: 'Das\u000bBlatt',
    authors: ['\u0002', 'Anna\nMuster'],
  };
  const page = { metadata, lead: [], blocks: [], assets: [], tags: [] };
  const draft = draftOf(page, { name: 'a.txt', bytes: Buffer.from('a') }, 'text', 'txt');
  const { article } = captureOfDraft(draft, [], { ...parts, creator: () => null }).capture;
  expect(article).toMatchObject({
    title: 'Größe und [31mRot',
    kicker: null,
    publisher: 'DasBlatt',
    authors: ['Anna Muster'],
  });
});
