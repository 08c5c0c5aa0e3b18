import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PastedArticle } from '#contract';

const about = z.strictObject({ file: z.string().regex(/^[\w.-]+$/u), publisher: z.string() });

/** The first article as it ships: its text as received, and its outlet, which the text does not name. */
export async function readSeed(folder: string): Promise<{ name: string; paste: PastedArticle }> {
  const { file, publisher } = about.parse(JSON.parse(await readFile(join(folder, 'about.json'), 'utf8')));
  const text = await readFile(join(folder, file), 'utf8');
  return {
    name: file,
    paste: { title: null, url: null, publisher, published: null, authors: [], text, html: null },
  };
}
