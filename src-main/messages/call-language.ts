import { AsyncLocalStorage } from 'node:async_hooks';
import type { UiLanguage } from '#contract';

const languages = new AsyncLocalStorage<UiLanguage>();

/** Runs a call in the language of its caller: all that it awaits sees it by {@link callLanguage}. */
export const inLanguage = <T>(language: UiLanguage, run: () => T): T => languages.run(language, run);

/** The language of the call this code runs in; `otherwise` outside of calls. */
export const callLanguage = (otherwise: UiLanguage = 'en'): UiLanguage => languages.getStore() ?? otherwise;
