import { createHash } from 'node:crypto';

/** The style of article.html: quiet, light and dark, no request of any kind. */
export const ARTICLE_STYLE = `
:root{color-scheme:light dark;--ink:#1f1d1a;--quiet:#66615a;--paper:#fbfaf7;--line:#ddd8cf;--link:#7a3b16}
@media(prefers-color-scheme:dark){:root{--ink:#e6e1d8;--quiet:#a49d92;--paper:#1b1a18;--line:#3a3733;--link:#e0a17c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:8vh 1.25rem 12vh;max-width:40rem;background:var(--paper);color:var(--ink);font:1.125rem/1.6 Charter,"Source Serif 4",Georgia,Cambria,serif;hyphens:auto;overflow-wrap:break-word}
h1{font-size:2.1rem;line-height:1.18;margin:.2em 0 .5em;hyphens:manual;text-wrap:balance}
h2,h3,h4{line-height:1.3;margin:2em 0 .5em;hyphens:manual}h2{font-size:1.35rem}h3{font-size:1.15rem}h4{font-size:1rem}
p{margin:0 0 1em}a{color:var(--link);text-underline-offset:.15em}
.kicker,.byline,.provenance,figcaption,caption{font:0.85rem/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--quiet);hyphens:manual}
.kicker{margin:0;letter-spacing:.03em}.lead{font-size:1.2rem;line-height:1.5}.byline{margin:1.2em 0 2.4em}.from-lead{display:none}
blockquote{margin:1.5em 0;padding-left:1.1em;border-left:2px solid var(--line)}
figure{margin:2em 0}figure img{display:block;max-width:100%;height:auto;margin-bottom:.5em}
figure.video{padding:.9em 1.1em;border:1px solid var(--line);border-radius:.5rem}.play::before{content:"\\25B6\\FE0E\\2002"}.play{text-decoration:none}
small{font-size:1em}.stamp{display:block;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;margin:1.5em 0;font-size:.95em}caption{text-align:left;padding-bottom:.5em}th,td{padding:.35em .8em .35em 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
pre{overflow-x:auto;padding:1em;border:1px solid var(--line);border-radius:.4rem;font-size:.85em;line-height:1.5}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}
hr{width:4rem;margin:2.5em auto;border:0;border-top:1px solid var(--line)}dt{font-weight:600}dd{margin:0 0 .6em 1.4em}
.footnote{display:flex;gap:.7em;font-size:.9em}.footnote-reference{font-size:.75em;vertical-align:super;line-height:0}
.provenance{margin-top:4em;padding-top:1em;border-top:1px solid var(--line)}
`;

const styleHash = createHash('sha256').update(ARTICLE_STYLE, 'utf8').digest('base64');

/** Allows this style and pictures that lie beside the page; no script, no frame, no font, no connection. */
export const ARTICLE_POLICY = `default-src 'none'; img-src 'self' file:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
