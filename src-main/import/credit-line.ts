/** A caption parted from the credit at its end; offsets are UTF-16 units of the text. */
export type CreditedCaption = { captionEnd: number; creditLine: string; credit: string };

const LABEL =
  '(?:(?:Bild|Foto)?[Qq]uelle|Bild(?:rechte|nachweis)?|Fotos?|Bilder|Fotograf(?:in)?|Grafik|Illustration|Montage|Archivfoto|Symbolbild|Credits?|Sources?|Photos?(?:graph)?(?: by| credit)?|Pictures?|Images?(?: credit| source)?|Copyright)';
const NAME = '[^\\n]{1,100}?';
const CREDIT = new RegExp(
  `(?:^|\\s)(\\(\\s*(?:${LABEL}\\s*:|©|\\(c\\))\\s*(${NAME})\\s*\\)|(?:${LABEL}\\s*:|©|\\(c\\))\\s*(${NAME}))\\s*$`,
  'u',
);

/**
 * The credit a caption ends with: "… (Archivbild) Quelle: AP", "Foto: dpa", "(Bild: Reuters)", "© AFP". Null where there
 * is none: a credit is short, names somebody and is no sentence of its own.
 */
export function readCredit(text: string): CreditedCaption | null {
  const tail = text.slice(-160);
  const match = CREDIT.exec(tail);
  const creditLine = match?.[1];
  const credit = (match?.[2] ?? match?.[3])?.trim();
  if (!match || creditLine === undefined || credit === undefined) return null;
  if (!/[\p{L}\p{N}]/u.test(credit) || /[.!?]["”“]?\s+\p{Lu}/u.test(credit.replace(/\b\p{L}\./gu, ''))) return null;
  if (credit.split(/\s+/).length > 10) return null;
  return { captionEnd: text.length - tail.length + match.index, creditLine: creditLine.trim(), credit };
}
