/** Articles about nothing that happened, as files that one would import. */
export const inventedArticles: { name: string; markdown: string }[] = [
  {
    name: 'lauter.md',
    markdown: `---
title: Der Fluss, der nicht mehr ankommt
url: https://flussblatt.example/lauter
author: Mira Holt
publisher: Flussblatt
date: 2026-09-19
language: de
---

Im dritten trockenen Sommer erreicht die Lauter das Meer nur noch als Rinnsal. Was das für die Fischer bedeutet.

An der Mündung stehen morgens um fünf drei Männer und schauen auf eine Sandbank, die es im Frühjahr noch nicht gab. Sie kennen jede Untiefe zwischen hier und dem Wehr, und sie sagen, dass diese hier bleiben wird.

## Ein langer Weg

Neunzig Kilometer weiter oben verteilt ein Wehr das Wasser auf vier Kanäle. Wer zuerst bekommt, steht in einer Ordnung von 1911; von Trockenheit steht darin nichts.
`,
  },
  {
    name: 'buecherei.md',
    markdown: `---
title: Stadtrat beschließt längere Öffnungszeiten der Bücherei
publisher: Anzeiger für Niederau
date: 2026-10-18
language: de
---

Vom Januar an ist das Haus auch sonntags offen.

Mit großer Mehrheit hat der Stadtrat am Dienstagabend beschlossen, die Bücherei am Marktplatz an sieben Tagen in der Woche zu öffnen. Die Mehrkosten von 84.000 Euro im Jahr trägt zur Hälfte eine Stiftung.
`,
  },
  {
    name: 'tide.md',
    markdown: `---
title: What the tide tables do not tell
author: Edwin Marsh
publisher: The Harbour Review
date: 2026-10-02
language: en
---

For a century the port trusted one brass machine. Its successor knows less than it admits.

The machine stands in a glass case now, two metres of wheels and pulleys that once added up twenty-four motions of the moon and wrote the result on a strip of paper.
`,
  },
  {
    name: 'ernte.md',
    markdown: `---
title: Was von der Ernte bleibt
author: Jon Reimers
publisher: Landbote
date: 2026-08-24
language: de
---

Nachlese hieß früher das Recht der Armen auf die liegengebliebenen Ähren. Ein Besuch bei denen, die es wiederentdecken.

Hinter dem Mähdrescher gehen vierzig Menschen in einer langen Reihe über das Stoppelfeld. Sie bücken sich, sie richten sich auf, und am Abend werden sie fast zwei Tonnen Weizen gesammelt haben.
`,
  },
];
