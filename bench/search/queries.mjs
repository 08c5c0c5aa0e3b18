// Query classes drawn from the corpus, the same for the same corpus.
import { makeRandom, readCorpus } from './corpus.mjs';

export const fold = (word) => word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
export const cut = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** `{ class: [{ words, prefix?, fuzzy?, phrase? }] }`, words in lower case as they stand in the corpus. */
export function makeQueries(path, count) {
  const random = makeRandom(777 + count);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const frequency = new Map();
  const samples = [];
  const phrases = [];
  let at = 0;
  for (const { title, text } of readCorpus(path, count)) {
    const words = cut(`${title} ${text}`).map((word) => word.toLowerCase());
    const own = new Set(words);
    for (const word of own) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    if (at++ % Math.max(1, Math.floor(count / 1_000)) === 0) {
      samples.push([...own]);
      for (const sentence of text.split(/[.!?]/).slice(0, 3))
        phrases.push(cut(sentence).map((word) => word.toLowerCase()));
    }
  }
  const plain = (word) => /^[a-zäöüß]{4,}$/.test(word);
  const all = [...frequency].filter(([word]) => plain(word));
  const share = (word) => frequency.get(word) / count;
  const middle = (word) => plain(word) && share(word) >= 0.0005 && share(word) <= 0.1 && frequency.get(word) >= 2;
  const someWords = (number) => {
    for (;;) {
      const own = pick(samples).filter(middle);
      if (own.length <= 10) continue;
      const chosen = new Set();
      while (chosen.size < number) chosen.add(pick(own));
      return [...chosen];
    }
  };
  const shuffle = (list) =>
    list
      .map((item) => [random(), item])
      .sort((a, b) => a[0] - b[0])
      .map(([, item]) => item);
  const typo = (word) => {
    const place = 1 + Math.floor(random() * (word.length - 2));
    return random() < 0.5
      ? word.slice(0, place) + word.slice(place + 1)
      : `${word.slice(0, place)}q${word.slice(place + 1)}`;
  };
  const times = (number, make) => Array.from({ length: number }, make);
  const classes = {
    rare: shuffle(all.filter(([, found]) => found >= 2 && found <= 10))
      .slice(0, 200)
      .map(([word]) => ({ words: [word] })),
    frequent: shuffle(all.filter(([word]) => share(word) > 0.05 && share(word) < 0.5))
      .slice(0, 200)
      .map(([word]) => ({ words: [word] })),
    stop: [...frequency]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 20)
      .map(([word]) => ({ words: [word] })),
    and2: times(200, () => ({ words: someWords(2) })),
    and3: times(200, () => ({ words: someWords(3) })),
  };
  for (const length of [1, 2, 3, 4, 5, 7]) {
    classes[`prefix${length}`] = times(100, () => {
      let word;
      do [word] = someWords(1);
      while (word.length < length);
      return { words: [word.slice(0, length)], prefix: true };
    });
  }
  classes.wordPrefix = times(200, () => {
    const [first, second] = someWords(2);
    return { words: [first, second.slice(0, 1 + Math.floor(random() * second.length))], prefix: true };
  });
  classes.fuzzy = times(150, () => {
    let word;
    do [word] = someWords(1);
    while (word.length < 5);
    return { words: [typo(word)], fuzzy: true };
  });
  for (const length of [2, 3, 4]) {
    classes[`phrase${length}`] = times(100, () => {
      let words;
      do words = pick(phrases);
      while (words.length < length + 1);
      const start = Math.floor(random() * (words.length - length));
      return { words: words.slice(start, start + length), phrase: true };
    });
  }
  return classes;
}
