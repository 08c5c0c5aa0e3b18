import type { Article, Block, Inline } from '#contract';

/** Invented articles for tests and screenshots of the window without an archive. */

const plain = { language: null, direction: null };

export function text(words: string): Inline[] {
  return [{ type: 'text', text: words, marks: [] }];
}
export function paragraph(words: string): Block {
  return { type: 'paragraph', content: text(words), ...plain };
}
function heading(words: string): Block {
  return { type: 'heading', level: 2, content: text(words), ...plain };
}

function article(id: string, title: string, lead: string, blocks: Block[], more: Partial<Article>): Article {
  return {
    id,
    title,
    titleFrom: 'source',
    kicker: null,
    lead: lead ? text(lead) : [],
    authors: [],
    publisher: null,
    agency: null,
    section: null,
    edition: null,
    page: null,
    databaseId: null,
    language: 'de',
    published: null,
    modified: null,
    archived: '2026-11-20T09:30:00Z',
    url: null,
    canonicalUrl: null,
    citeKey: null,
    blocks,
    assets: [],
    importedFrom: null,
    ...more,
  };
}

/** The article that the app ships with, shortened. */
const summit = article(
  '2025-10-16-trump-will-russlands-staatschef-putin-0000000001',
  'Trump will Russlands Staatschef Putin in Budapest treffen',
  'Trump will Russlands Staatschef Putin in Budapest treffen. Das kündigte der US-Präsident nach einem Telefonat mit dem Kremlchef an. Einen Zeitpunkt nannte er nicht.',
  [
    {
      type: 'figure',
      asset: null,
      alt: null,
      caption: text('Zeigt sich nach dem Gespräch mit Wladimir Putin zufrieden: Donald Trump. (Archivbild)'),
      creditLine: 'Quelle: AP',
      credit: 'AP',
      ...plain,
    },
    paragraph(
      'US-Präsident Donald Trump plant nach eigenen Angaben ein weiteres Treffen mit dem russischen Staatschef Wladimir Putin. Das schrieb der Republikaner nach einem Telefongespräch mit dem Kremlchef in seinem Onlinedienst Truth Social. Demnach soll das Gespräch in der ungarischen Hauptstadt Budapest stattfinden. Einen genauen Zeitpunkt nannte er nicht.',
    ),
    paragraph(
      'Vorbereitet werden solle das Treffen bei einer Zusammenkunft ranghoher Berater beider Seiten in der kommenden Woche. Für die USA soll Außenminister Marco Rubio an dem Gespräch teilnehmen, wie Trump weiter mitteilte.',
    ),
    {
      type: 'video',
      caption: text('Trump hatte bereits im September angekündigt, wieder mit Putin sprechen zu wollen'),
      stamp: '10.09.2025 | 0:21 min',
      date: '2025-09-10',
      duration: 21,
      poster: null,
      url: null,
      ...plain,
    },
    heading('Trump stellte Tomahawk-Lieferung an Kiew in Aussicht'),
    paragraph(
      'Tomahawk-Marschflugkörper haben eine Reichweite von bis zu 2.500 Kilometern und würden der Ukraine damit Angriffe tief in russischem Gebiet ermöglichen. Selenskyj wird am Freitag zu einem Treffen mit Trump im Weißen Haus erwartet. Dort will er die Freigabe für den Verkauf der Marschflugkörper bekommen.',
    ),
    heading('Treffen in Alaska brachte keine Fortschritte'),
    paragraph(
      'Trump und Putin hatten sich Mitte August im US-Bundesstaat Alaska getroffen. Das Treffen brachte aber keinerlei Fortschritte in Richtung einer Waffenruhe im seit mehr als dreieinhalb Jahren andauernden russischen Angriffskrieg gegen die Ukraine.',
    ),
  ],
  { titleFrom: 'lead', published: '2025-10-16' },
);

const invented: [string, string, string, string, string, string[]][] = [
  [
    '2026-11-19',
    'Der Fluss, der nicht mehr ankommt',
    'Flussblatt',
    'Im dritten trockenen Sommer erreicht die Lauter das Meer nur noch als Rinnsal. Was das für die Fischer bedeutet.',
    'An der Mündung stehen morgens um fünf drei Männer und schauen auf eine Sandbank, die es im Frühjahr noch nicht gab. Sie kennen jede Untiefe zwischen hier und dem Wehr, und sie sagen, dass diese hier bleiben wird.',
    ['Wasser', 'Reportage'],
  ],
  [
    '2026-11-18',
    'Stadtrat beschließt längere Öffnungszeiten der Bücherei',
    'Anzeiger für Niederau',
    'Vom Januar an ist das Haus auch sonntags offen.',
    'Mit großer Mehrheit hat der Stadtrat am Dienstagabend beschlossen, die Bücherei am Marktplatz an sieben Tagen in der Woche zu öffnen. Die Mehrkosten von 84.000 Euro im Jahr trägt zur Hälfte eine Stiftung.',
    ['Kommunales'],
  ],
  [
    '2026-11-02',
    'What the tide tables do not tell',
    'The Harbour Review',
    'For a century the port trusted one brass machine. Its successor knows less than it admits.',
    'The machine stands in a glass case now, two metres of wheels and pulleys that once added up twenty-four motions of the moon and wrote the result on a strip of paper.',
    ['Wasser', 'science'],
  ],
  [
    '2026-10-24',
    'Was von der Ernte bleibt',
    'Landbote',
    'Nachlese hieß früher das Recht der Armen auf die liegengebliebenen Ähren. Ein Besuch bei denen, die es wiederentdecken.',
    'Hinter dem Mähdrescher gehen vierzig Menschen in einer langen Reihe über das Stoppelfeld. Sie bücken sich, sie richten sich auf, und am Abend werden sie fast zwei Tonnen Weizen gesammelt haben.',
    ['Landwirtschaft'],
  ],
  [
    '2026-09-30',
    'Prüfbericht: Wie gut halten die neuen Brücken?',
    'Technik und Bau',
    '',
    'Von den 112 untersuchten Brücken erhielten 97 die Note gut oder besser. Bei vier Bauwerken empfehlen die Gutachter eine Nachprüfung binnen eines Jahres.',
    [],
  ],
];

export const inventedArticles: { article: Article; tags: string[] }[] = [
  { article: summit, tags: [] },
  ...invented.map(([published, title, publisher, lead, body, tags], index) => ({
    article: article(
      `${published}-erfunden-000000001${String(index)}`,
      title,
      lead,
      [paragraph(body), heading('Ein langer Weg'), paragraph(`${body} ${body}`)],
      { published, publisher, language: publisher === 'The Harbour Review' ? 'en' : 'de', authors: ['Mira Holt'] },
    ),
    tags,
  })),
];
