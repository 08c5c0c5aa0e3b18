// Articles by rule: sentences of the shared German news where they are there, else of this program's own word list.
// Rare words are replaced by draws from an urn that grows like the vocabulary of real news (Pitman-Yor, about n^0.6).
import { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const NEWS = join(root, '../shared/corpus/german-news.tsv');
const NOUNS = join(root, 'resources/words/german-nouns.txt');
const DISCOUNT = 0.6;
const STRENGTH = 9_000;
/** Words seen this often or less are open: another article would have others in their place. */
const RARE = 4;
/** Every fifth article is English. */
const ENGLISH = 5;
const WORD = /[\p{L}\p{N}]+/gu;

/** Other articles for the same number: another version, so that nothing is compared with older figures. */
export const CORPUS_VERSION = 2;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function makeRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = makeRandom(12345);
const pick = (list) => list[Math.floor(random() * list.length)];
const capital = (word) => word[0].toUpperCase() + word.slice(1);

function readArticles() {
  if (existsSync(NEWS)) {
    const lines = readFileSync(NEWS, 'utf8').split('\n').slice(1).filter(Boolean);
    return lines.map((line) => ({ section: line.split('\t')[1], sentences: cutSentences(line.split('\t')[2]) }));
  }
  const nouns = readFileSync(NOUNS, 'utf8').split('\n').filter(Boolean).map(capital);
  const small =
    'der die das und in zu den von mit auf für ist im nicht ein eine als auch an werden aus er hat dass sie nach bei um am noch wie einem über so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei'.split(
      ' ',
    );
  const verbs =
    'plant sagt fordert warnt erklärt beginnt bleibt zeigt meldet kritisiert verschiebt prüft baut kauft sucht'.split(
      ' ',
    );
  const frequent = (list) => list[Math.floor(random() ** 3 * list.length)];
  const sentence = () =>
    `${capital(frequent(small))} ${Array.from({ length: 5 + Math.floor(random() * 14) }, () => (random() < 0.45 ? frequent(small) : random() < 0.3 ? frequent(verbs) : frequent(nouns))).join(' ')}.`;
  return Array.from({ length: 700 }, (_, at) => ({
    section: ['Politik', 'Wirtschaft', 'Kultur', 'Sport', 'Wissen'][at % 5],
    sentences: Array.from({ length: 12 + Math.floor(random() * 20) }, sentence),
  }));
}

function cutSentences(text) {
  return (text.match(/[^.!?]+[.!?]+["“]?\s*/g) ?? [text]).map((sentence) => sentence.trim()).filter(Boolean);
}

/** New words: compounds, names, other forms. */
function wordMaker(counts) {
  const nouns = [...counts.keys()].filter(
    (word) => /^[A-ZÄÖÜ][a-zäöüß]{3,12}$/.test(word) && !counts.has(word.toLowerCase()),
  );
  const lower = [...counts.keys()].filter((word) => /^[a-zäöüß]{5,12}$/.test(word));
  const link = (word) => (/(?:ung|heit|keit|ion|tät|schaft)$/.test(word) ? 's' : word.endsWith('e') ? 'n' : '');
  const syllables =
    'ba be ka ko li lo ma mi na no ra ri sa se ta ti wa wi ger sen man ler bach feld hof ski witz'.split(' ');
  return (isNoun) => {
    const chance = random();
    if (!isNoun) return pick(['ver', 'be', 'ent', 'auf', 'aus', 'vor', 'mit', 'um']) + pick(lower);
    const first = pick(nouns);
    if (chance < 0.55) return first + link(first) + pick(nouns).toLowerCase();
    if (chance < 0.8)
      return capital(Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables)).join(''));
    return first + pick(['s', 'n', 'en', 'er', 'es']);
  };
}

const ENGLISH_SMALL =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other new some could time these two may first then do any like my now over such our me even most made after also did many before must through'.split(
    ' ',
  );
const ENGLISH_WORDS =
  'government minister election court police market company price bank worker union school doctor hospital city council budget border army storm river bridge train airport driver market report study scientist museum writer player coach season league goal victory defeat region village farmer harvest energy factory engine battery software network screen camera letter record answer question reason result problem decision meeting agreement treaty sanction protest strike trial witness judge prison reform pension insurance family child student teacher history language culture island mountain forest water summer winter morning evening'.split(
    ' ',
  );
const ENGLISH_ACTS =
  'plan warn report expect demand build open close delay accept reject support protect visit measure publish develop produce discover consider'.split(
    ' ',
  );

/** Sentences of an English article; rare words by an urn of their own. */
function makeEnglish(urn) {
  const often = (list) => list[Math.floor(random() ** 2 * list.length)];
  const act = () => often(ENGLISH_ACTS) + pick(['', 's', 'ed', 'ing']);
  const noun = () => often(ENGLISH_WORDS) + pick(['', '', 's']);
  const word = () => {
    const chance = random();
    return chance < 0.48 ? often(ENGLISH_SMALL) : chance < 0.7 ? noun() : chance < 0.82 ? act() : urn.draw();
  };
  const sentence = () => `${capital(word())} ${Array.from({ length: 8 + Math.floor(random() * 18) }, word).join(' ')}.`;
  return Array.from({ length: 14 + Math.floor(random() * 14) }, sentence);
}

/** New English words: syllables with an ending, and now and then a name. */
function makeEnglishWord() {
  const syllables =
    'con pre ter mi nal ver sta ble tri lo ga per form cen tur ma ri so lin der pol car win ton bar mel'.split(' ');
  const stem = Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables)).join('');
  return random() < 0.25 ? capital(stem) : stem + pick(['', 's', 'ed', 'ing', 'ation', 'ly', 'er', 'ment']);
}

class Urn {
  #make;
  #words = [];
  #known = new Set();
  #draws = new Int32Array(1 << 20);
  #count = 0;

  constructor(make) {
    this.#make = make;
  }

  draw() {
    const fresh = (STRENGTH + DISCOUNT * this.#words.length) / (STRENGTH + this.#count);
    const index = random() < fresh ? this.#add() : this.#draws[Math.floor(random() * this.#count)];
    if (this.#count === this.#draws.length) {
      const larger = new Int32Array(this.#count * 2);
      larger.set(this.#draws);
      this.#draws = larger;
    }
    this.#draws[this.#count++] = index;
    return this.#words[index];
  }

  #add() {
    let word;
    do word = this.#make();
    while (this.#known.has(word) && random() < 0.9);
    this.#known.add(word);
    return this.#words.push(word) - 1;
  }
}

/** Writes `count` articles, one line of JSON each; a smaller corpus is the beginning of a larger one. */
export function writeCorpus(path, count) {
  const articles = readArticles();
  const counts = new Map();
  for (const { sentences } of articles) {
    for (const word of sentences.join(' ').match(WORD) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const make = wordMaker(counts);
  const nouns = new Urn(() => make(true));
  const others = new Urn(() => make(false));
  const english = new Urn(makeEnglishWord);
  const bySection = Map.groupBy ? Map.groupBy(articles, ({ section }) => section) : groupBySection(articles);
  const outlets = Array.from({ length: 40 }, (_, at) => `Zeitung ${at + 1}`);
  const file = openSync(path, 'w');
  let lines = [];
  for (let at = 0; at < count; at++) {
    const base = pick(articles);
    if (at % ENGLISH === ENGLISH - 1) {
      addArticle(at, 'en', base.section, makeEnglish(english));
      continue;
    }
    const sources = [base, base, pick(bySection.get(base.section)), pick(bySection.get(base.section)), pick(articles)];
    const length = Math.max(4, Math.round(14 + random() * 14));
    const memo = new Map();
    const text = Array.from({ length }, () => pick(pick(sources).sentences))
      .join(' ')
      .replace(WORD, (word) => {
        if ((counts.get(word) ?? 0) > RARE) return word;
        if (/^\d/.test(word)) return word.replace(/\d/g, () => String(Math.floor(random() * 10)));
        let other = memo.get(word);
        if (!other) memo.set(word, (other = /^\p{Lu}/u.test(word) ? nouns.draw() : others.draw()));
        return other;
      });
    addArticle(at, 'de', base.section, cutSentences(text));
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  closeSync(file);

  function addArticle(at, language, section, sentences) {
    const date = new Date(Date.UTC(2008, 0, 1) + at * 5_400_000).toISOString().slice(0, 10);
    const title = (sentences[0] ?? '').split(' ').slice(0, 9).join(' ');
    const text = sentences.join(' ');
    lines.push(JSON.stringify({ id: `a${at}`, title, text, language, tags: [section], source: pick(outlets), date }));
    if (lines.length < 500) return;
    writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  }
}

function groupBySection(articles) {
  const groups = new Map();
  for (const article of articles) groups.set(article.section, [...(groups.get(article.section) ?? []), article]);
  return groups;
}

/** Reads a corpus again, never holding more than a few articles. */
export function* readCorpus(path, count = Infinity) {
  const file = openSync(path, 'r');
  const bytes = Buffer.allocUnsafe(4 << 20);
  let rest = Buffer.alloc(0);
  let done = 0;
  try {
    for (;;) {
      const length = readSync(file, bytes);
      if (length === 0) return;
      const data = Buffer.concat([rest, bytes.subarray(0, length)]);
      let start = 0;
      for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, start)) {
        yield JSON.parse(data.toString('utf8', start, end));
        start = end + 1;
        if (++done >= count) return;
      }
      rest = data.subarray(start);
    }
  } finally {
    closeSync(file);
  }
}
