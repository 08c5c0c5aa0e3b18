import i18next from 'i18next';
import type { UiLanguage } from '#contract';
import * as german from './de/index.ts';
import * as english from './en/index.ts';

type Resources = typeof german;
type Namespace = keyof Resources;
/** "articles_one" and "articles_other" are both asked for as "articles", with a `count`. */
type WithoutPlural<K> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;
/** "library.empty": the file, a point, the message's name in it. */
export type MessageKey = { [N in Namespace]: `${N}.${WithoutPlural<keyof Resources[N]> & string}` }[Namespace];
export type MessageValues = Record<string, string | number>;

const translator = i18next.createInstance();
void translator.init({
  lng: 'de',
  fallbackLng: 'de',
  resources: { de: german, en: english },
  ns: Object.keys(german),
  defaultNS: 'shell',
  nsSeparator: '.',
  keySeparator: false,
  // Messages are drawn as text, never as markup.
  interpolation: { escapeValue: false },
  initAsync: false,
});
const fixed = { de: translator.getFixedT('de'), en: translator.getFixedT('en') };

let current: UiLanguage = $state('de');

/** The language the window speaks; reading it in a component follows a change. */
export function language(): UiLanguage {
  return current;
}

/** Switches every message on the screen at once, and tells screen readers and hyphenation. */
export function speak(chosen: UiLanguage): void {
  current = chosen;
  document.documentElement.lang = chosen;
}

/** The message in the window's language; `values` fill its `{{names}}`, numbers as people write them: `{{count, number}}`. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  return fixed[current](key, values);
}

export { formatBytes, formatDate, formatExactly, formatMoment, formatNumber } from './format.svelte.ts';
