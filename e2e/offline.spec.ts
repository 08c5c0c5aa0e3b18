import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { canTrace, outgoing, tracing } from './network-trace.ts';
import { expect, test } from './fixtures.ts';

for (const language of ['de', 'en'] as const) {
  test(`sends nothing to the network from the first moment on (${language})`, async ({ makeApp, runtime }) => {
    test.skip(!canTrace(), 'strace is not installed, or may not watch processes here');
    test.slow();
    const trace = test.info().outputPath('network.trace');
    mkdirSync(dirname(trace), { recursive: true });
    const asked: string[] = [];
    const app = makeApp({ language, through: tracing(trace) });
    await app.start();
    app.page.on('request', (request) => asked.push(request.url()));
    await expect(app.page.getByRole('heading', { level: 1, name: /Putin in Budapest/ })).toBeVisible();

    // A page that wants to load everything from elsewhere: read, indexed, opened.
    await app.importText('leaks.html', LEAKING_PAGE);
    await app.search('Nachtigall');
    await expect(app.page.getByRole('heading', { level: 1, name: 'Die Nachtigall' })).toBeVisible();
    // Electron looked for a dictionary some seconds after its start; typing would be when it is needed.
    await app.page.keyboard.type('Rechtschreibfeler');
    await app.page.waitForTimeout(6000);
    await app.close();

    expect(existsSync(trace)).toBe(true);
    expect(outgoing(trace)).toEqual([]);
    const own = runtime === 'electron' ? /^(?:nachlese-app:\/\/archive|data:)/ : /^(?:http:\/\/127\.0\.0\.1:\d+|data:)/;
    expect(asked.filter((address) => !own.test(address))).toEqual([]);
  });
}

const LEAKING_PAGE = `<!doctype html><html lang="de"><head><title>Die Nachtigall</title>
<link rel="stylesheet" href="http://leak.example.org/a.css"><link rel="dns-prefetch" href="//leak.example.org">
<link rel="preconnect" href="https://leak.example.org"><link rel="prefetch" href="https://leak.example.org/p">
<link rel="icon" href="http://192.0.2.1/icon.png"><meta http-equiv="refresh" content="0;url=http://192.0.2.1/">
<style>@import url(http://192.0.2.1/b.css); body { background: url(http://192.0.2.1/c.png) }</style>
<script src="http://192.0.2.1/d.js"></script></head><body><article><h1>Die Nachtigall</h1>
<p>Eine Nachtigall singt. <img src="http://192.0.2.1/e.png" srcset="http://192.0.2.1/f.png 2x" alt="Bild">
<video src="http://192.0.2.1/g.mp4" poster="http://192.0.2.1/h.png"></video><audio src="http://192.0.2.1/i.mp3"></audio>
<iframe src="http://192.0.2.1/j"></iframe><object data="http://192.0.2.1/k"></object><embed src="http://192.0.2.1/l">
<svg><image href="http://192.0.2.1/m.svg"/><use href="http://192.0.2.1/n.svg#a"/></svg>
<a href="http://192.0.2.1/o" ping="http://192.0.2.1/p">Verweis</a> und noch ein Satz über die Nachtigall im Garten.</p>
<p>Die Nachtigall sang die ganze Nacht, und niemand im Haus konnte schlafen, so schön war ihr Lied im Mai.</p>
<form action="http://192.0.2.1/q"><input autofocus onfocus="fetch('http://192.0.2.1/r')"></form>
</article></body></html>`;
