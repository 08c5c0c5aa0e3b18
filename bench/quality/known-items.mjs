// Known-item queries: somebody remembers an article by two words, and one of them in another form than it stands there.
// Each query has one right answer, the article it was made from. All rules stand here; none uses the program's own.
import { makeRandom } from '../search/corpus.mjs';

const PER_CLASS = 200;
const TRIES = 400_000;
/** The word remembered as it stands is rare enough to tell articles apart, and not the only one of its kind. */
const CONTEXT = { least: 2, most: 20 };
/** The word in another form: in at most so many articles. */
const MOST_VARIED = 35;

const cut = (text) => text.match(/\p{L}+(?:-\p{L}+)*/gu) ?? [];
const isCapital = (word) => /^\p{Lu}\p{Ll}+$/u.test(word);

/** Endings of German inflection that hold for every word they fit, as [written, other forms]. */
const INFLECTIONS = [
  [/^(\p{Lu}.{2,}(?:ung|heit|keit|schaft|ion|tät|enz))$/u, ['$1en']],
  [/^(\p{Lu}.{2,}(?:ung|heit|keit|schaft|ion|tät|enz))en$/u, ['$1']],
  [/^(\p{Ll}.{2,}(?:lich|isch|ig|bar|sam|haft))(?:e|en|er|es|em)?$/u, ['$1', '$1e', '$1en', '$1er', '$1es', '$1em']],
  [/^(\p{Lu}.{3,}(?:ler|ner|ker|ter|ger|der))$/u, ['$1s', '$1n']],
  [/^(\p{Lu}.{3,}(?:ler|ner|ker|ter|ger|der))[ns]$/u, ['$1']],
  [/^(\p{Ll}.{2,}ier)(?:en|t|te|ten|ende|enden)$/u, ['$1en', '$1t', '$1te', '$1ten']],
  [/^(\p{Lu}\p{Ll}{3,}[^aeiouäöü])e$/u, ['$1en']],
  [/^(\p{Lu}\p{Ll}{3,}(?:or|um|al|ent|ekt))$/u, ['$1s']],
];
const LINKS = ['', 's', 'n', 'en', 'es', 'er'];

/** `[{ id, kind, words, answer }]`: the same for the same articles. */
export function makeKnownItems(articles) {
  const random = makeRandom(20_251);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const read = articles.map(({ id, title, text }) => {
    const words = cut(`${title} ${text}`);
    return { id, words: [...new Set(words)], lower: new Set(words.flatMap((word) => pieces(word.toLowerCase()))) };
  });
  const found = countArticles(read);
  const nouns = findNouns(read);
  const variants = {
    'as it stands': (word) => word,
    inflected: (word, own) => pickOther(inflect(word), own),
    'compound part': (word, own) => pickOther(partsOf(word, nouns), own),
    'written otherwise': (word, own) => pickOther(respell(word), own),
    typo: (word) => {
      const wrong = /^\p{L}{6,}$/u.test(word) ? misspell(word, random) : word;
      return wrong !== word && !found.has(wrong.toLowerCase()) ? wrong : null;
    },
  };
  function pickOther(forms, own) {
    const others = forms.filter((form) => !own.has(form.toLowerCase()));
    return others.length > 0 ? pick(others) : null;
  }

  const queries = [];
  for (const [kind, vary] of Object.entries(variants)) {
    const seen = new Set();
    for (let tries = 0; seen.size < PER_CLASS && tries < TRIES; tries++) {
      const article = pick(read);
      const word = pick(article.words);
      if (word === undefined || word.length < 5 || (found.get(word.toLowerCase()) ?? 0) > MOST_VARIED) continue;
      const varied = vary(word, article.lower);
      if (varied === null || seen.has(`${article.id} ${word}`)) continue;
      const context = pick(
        article.words.filter((other) => {
          const share = found.get(other.toLowerCase()) ?? 0;
          const near = other.toLowerCase().slice(0, 4) === word.toLowerCase().slice(0, 4);
          return /^\p{L}{5,}$/u.test(other) && !near && share >= CONTEXT.least && share <= CONTEXT.most;
        }),
      );
      if (context === undefined) continue;
      seen.add(`${article.id} ${word}`);
      const words = random() < 0.5 ? [varied, context] : [context, varied];
      queries.push({ id: `${kind} ${seen.size}`, kind, words, answer: article.id });
    }
  }
  return queries;
}

/** A word with hyphens is also its pieces: in the article they stand as they are. */
function pieces(word) {
  return word.includes('-') ? [word, ...word.split('-')] : [word];
}

function countArticles(read) {
  const found = new Map();
  for (const { lower } of read) for (const word of lower) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

/** Words of 5 letters and more written with a capital in three articles or more, and never without. */
function findNouns(read) {
  const capital = new Map();
  const small = new Set();
  for (const { words } of read) {
    for (const word of words) {
      if (isCapital(word)) capital.set(word.toLowerCase(), (capital.get(word.toLowerCase()) ?? 0) + 1);
      else small.add(word);
    }
  }
  return new Set(
    [...capital].filter(([word, count]) => word.length >= 5 && count >= 3 && !small.has(word)).map(([word]) => word),
  );
}

function inflect(word) {
  return INFLECTIONS.filter(([written]) => written.test(word))
    .flatMap(([written, forms]) => forms.map((form) => word.replace(written, form)))
    .filter((form) => form !== word);
}

/** First and last part of a compound of two nouns of the articles, written as nouns. */
function partsOf(word, nouns) {
  if (!isCapital(word) || word.length < 10) return [];
  const lower = word.toLowerCase();
  for (let at = 5; at <= lower.length - 5; at++) {
    if (!nouns.has(lower.slice(0, at))) continue;
    for (const link of LINKS) {
      const rest = lower.slice(at + link.length);
      if (lower.startsWith(link, at) && nouns.has(rest))
        return [lower.slice(0, at), rest].map((part) => part[0].toUpperCase() + part.slice(1));
    }
  }
  return [];
}

/** Umlauts and ß as people without their keys write them, and capitals; a hyphen left out or put in. */
function respell(word) {
  const forms = [];
  if (/[äöüß]/.test(word)) {
    const digraphs = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
    const plain = { ä: 'a', ö: 'o', ü: 'u', ß: 'ss' };
    forms.push(
      word.replace(/[äöüß]/g, (letter) => digraphs[letter]),
      word.replace(/[äöüß]/g, (letter) => plain[letter]),
    );
    forms.push(word.toUpperCase().replaceAll('ß', 'SS'));
  }
  const hyphen = /^(\p{Lu}\p{Ll}{3,})-(\p{Lu}\p{Ll}{3,})$/u.exec(word);
  if (hyphen) forms.push(hyphen[1] + hyphen[2].toLowerCase());
  return forms;
}

/** One letter too few, too many or wrong, or two swapped; never the first. */
function misspell(word, random) {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = 'enisratdhulcgmobwfkzpv'[Math.floor(random() * 22)];
  const kinds = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + letter + word.slice(at + 1),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ];
  return kinds[Math.floor(random() * kinds.length)];
}
