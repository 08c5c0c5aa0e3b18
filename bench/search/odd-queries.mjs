// What nobody types, but pastes: each is answered within 100 ms, or refused.
import { now } from './measure.mjs';

const LETTERS = 'abdefghklmnprstwz';

export const ODD = {
  '10,000 characters': 'x'.repeat(10_000),
  '1,000 words': 'wort '.repeat(1_000),
  '60 words': 'haus '.repeat(60),
  '60 beginnings of one letter': Array.from({ length: 60 }, (_, at) => `${LETTERS[at % 17]}*`).join(' '),
  'the same, any of them': Array.from({ length: 60 }, (_, at) => `${LETTERS[at % 17]}*`).join(' OR '),
  '40 words with typos': Array.from({ length: 40 }, (_, at) => `regirung${LETTERS[at % 17]}${at % 10}~`).join(' '),
  'open quotes': '"'.repeat(1_999),
  'open parentheses': '('.repeat(1_999),
  'control characters': '\u0000\u0007\u001b[2J der',
  emoji: '😀 🇺🇦 der',
  'lone surrogates': '\ud800 \udc00 der',
  'a regular expression': '(.*)+[^x]{9,}$',
  HTML: '<script>alert("der")</script>',
};

/** `{ name: ms }`, "refused" where it is. */
export async function measureOdd(ask) {
  const times = {};
  for (const [name, query] of Object.entries(ODD)) {
    const started = now();
    const refused = await ask(query).then(
      () => false,
      () => true,
    );
    times[name] = refused ? 'refused' : Number((now() - started).toFixed(1));
  }
  return times;
}

/** ms from a newer key to its answer while a search that takes long is running, p50 of some. */
export async function measureStop(askAs) {
  const times = [];
  for (let at = 0; at < 15; at++) {
    // As wide as a query may be.
    const wide = LETTERS.slice(0, 8).split('').join('* OR ');
    const older = askAs(`${wide}*${' '.repeat(at)}`).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 15));
    const started = now();
    await askAs(`regierung${' '.repeat(at + 1)}`);
    times.push(now() - started);
    await older;
  }
  return times.sort((a, b) => a - b)[7];
}
