import * as de from '../src-renderer/locales/de/index.ts';
import * as en from '../src-renderer/locales/en/index.ts';

export type Language = 'de' | 'en';
type Namespace = keyof typeof de;
/** "shell.library": a message of the window, as its components name it. */
export type Key = { [N in Namespace]: `${N}.${keyof (typeof de)[N] & string}` }[Namespace];

/**
 * A message as the window shows it, so that the journeys ask for roles and names in either language. `{{name}}` and
 * `{{name, number}}` are filled from `values`.
 */
export function words(language: Language, key: Key, values: Record<string, string | number> = {}): string {
  const [namespace, name] = key.split('.') as [Namespace, string];
  const table: Record<Namespace, Readonly<Record<string, string>>> = language === 'de' ? de : en;
  const message = table[namespace][name];
  if (message === undefined) throw new Error(`the window has no message ${key}`);
  return message.replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, value: string) => String(values[value] ?? ''));
}
