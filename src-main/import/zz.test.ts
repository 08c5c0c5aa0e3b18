import { it } from 'vitest';
import { parseForeignHtml } from './html-parse-limits.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { PageAssets } from './page-assets.ts';
import { normaliseBlocks } from '../article/normalise.ts';
import { depthUnder } from './html-elements.ts';
import { readHtmlMetadata } from './html-metadata.ts';
it('x', () => {
  const tags = (process.env.TAGS ?? 'b a=i><p').split('|');
  for (const tag of tags) {
    const n = Number(process.env.N ?? 10300);
    const t: number[] = [performance.now()];
    const mark = () => t.push(performance.now());
    const step: string[] = [];
    try {
      const d = parseForeignHtml(`<p>vorn</p>${`<${tag}>`.repeat(n)}<p>innerstes</p>`);
      mark();
      step.push('depth ' + depthUnder(d));
      mark();
      const m = readHtmlMetadata(d);
      mark();
      const b = blocksOfHtml(d, {
        baseUrl: null,
        language: null,
        direction: null,
        assets: new PageAssets(),
        leaveOut: () => false,
      });
      mark();
      const c = normaliseBlocks(b);
      mark();
      step.push('blocks ' + b.length + ' ' + c.length);
    } catch (e) {
      mark();
      step.push(String(e).slice(0, 100));
    }
    console.log(
      tag,
      step.join(','),
      t
        .slice(1)
        .map((x, i) => Math.round(x - t[i]!))
        .join(' '),
    );
  }
});
