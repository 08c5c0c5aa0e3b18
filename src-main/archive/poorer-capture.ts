import { countWords } from '../article/plain-text.ts';

/** Why a new capture of an address does not take the place of the one that is there. */
export type PoorerBecause = 'error-page' | 'wall' | 'much-shorter';

/** Words; the shortest text that a shorter one can be a poor copy of. News in brief are short, and change. */
const LEAST_FORMER = 60;
/** A text with less than this share of the former's words has lost something. */
const MUCH_SHORTER = 0.4;
/** An error page says little; an article about "error 404" says more. Words. */
const LONGEST_ERROR_PAGE = 250;
/** With words that ask for money, consent or proof of being human in it, less than this share is a wall. */
const WALLED = 0.7;

/** Titles of pages that stand in an article's place, at their beginning and whole; in the words of servers and of papers. */
const ERROR_TITLE = new RegExp(
  `^(?:${[
    String.raw`(?:error|fehler|http)?[\s:–-]*(?:40[0134]|410|429|451|50[0-4]|52[0-7])(?:\b|$)`,
    'not found|page not found|file not found|nicht gefunden|(?:die )?seite (?:wurde )?nicht gefunden|seite nicht verfügbar',
    'forbidden|access denied|zugriff verweigert|kein zugriff|unauthori[sz]ed|nicht berechtigt',
    'bad gateway|service (?:temporarily )?unavailable|gateway time-?out|internal server error|wartungsarbeiten',
    String.raw`just a moment|einen moment(?: bitte)?|attention required|are you (?:a )?(?:human|robot)|sind sie ein (?:mensch|roboter)`,
    'checking your browser|verify(?:ing)? you are human|pardon our interruption|captcha|robot check|ddos protection',
    'too many requests|zu viele anfragen|request blocked|privacy settings|ihre privatsphäre|cookie-einstellungen',
  ].join('|')})`,
  'iu',
);

/** What stands on a page instead of the rest of its article. */
const WALL_WORDS = new RegExp(
  [
    String.raw`(?:jetzt|weiter)\s*lesen mit|mit (?:einem |dem )?(?:abo|plus|\S+plus)\b.{0,20}(?:lesen|weiter)|nur für abonnent|abo abschließen|jetzt abonnieren`,
    String.raw`exklusiv für abonnent|sie haben bereits ein abo|bereits abonnent|probeabo|zugang freischalten|pur-abo|werbefrei lesen`,
    String.raw`subscribe (?:now|to (?:continue|read))|to continue reading|already a subscriber|for subscribers only|start your (?:free )?trial`,
    String.raw`(?:alle )?cookies? (?:akzeptieren|zustimmen)|zustimmen und weiter|accept (?:all )?cookies|consent to (?:the use of )?cookies`,
    String.raw`(?:bitte )?(?:aktivieren|schalten) sie javascript|enable javascript|disable your ad ?blocker|deaktivieren sie .{0,20}(?:ad|werbe)blocker`,
    String.raw`verify (?:that )?you are (?:a )?human|bestätigen sie,? dass sie (?:ein mensch|kein roboter)|ray id:`,
  ].join('|'),
  'giu',
);

/**
 * Whether what was captured now is an error page, a wall or a shell of what is there already; null: it may take its
 * place. A guess by title and length alone, meant to err on the side of keeping both: whichever is not the newest
 * stands beside it as a version.
 */
export function poorerBecause(
  former: { title: string; text: string },
  next: { title: string; text: string },
): PoorerBecause | null {
  const [before, after] = [countWords(former.text), countWords(next.text)];
  const share = before === 0 ? 1 : after / before;
  const isError = isErrorTitle(next.title) && !isErrorTitle(former.title);
  if (isError && after <= LONGEST_ERROR_PAGE && share < 1) return 'error-page';
  if (before < LEAST_FORMER) return null;
  if (share < WALLED && walls(next.text) > walls(former.text)) return 'wall';
  return share < MUCH_SHORTER ? 'much-shorter' : null;
}

const isErrorTitle = (title: string): boolean => ERROR_TITLE.test(title.trim());

const walls = (text: string): number => text.match(WALL_WORDS)?.length ?? 0;
