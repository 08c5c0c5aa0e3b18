import { expect, it } from 'vitest';
import { stemEnglish } from './stem-english.ts';

// Stems as Snowball 3.1.1 gives them; each rule and exception of the algorithm has a word here.
const STEMS = `
'tis tis, activate activ, adjustable adjust, adjustment adjust, adoption adopt, agreed agre
airliner airlin, allowance allow, analogousli analog, angulariti angular, arsenal arsenal, bled bled
bowdlerize bowdler, by by, callousness callous, cats' cat, cease ceas, communism communism
conditional condit, conflated conflat, conformabli conform, controll control, cries cri, cry cri
decisiveness decis, defensible defens, dependent depend, differentli differ, digitizer digit, dying die
earring earring, effective effect, electrical electr, electriciti electr, enjoy enjoy, exceeded exceed
failing fail, falling fall, feed feed, feudalism feudal, filing file, fizzed fizz
formaliti formal, formalize formal, formative format, gaps gap, gas gas, generously generous
goodness good, gyroscopic gyroscop, happy happi, herring herring, hesitanci hesit, hissing hiss
homologou homologou, homologous homolog, hopeful hope, hopefulness hope, hoping hope, hopping hop
inference infer, inning inning, irritant irrit, kiwis kiwi, lying lie, motoring motor
national nation, news news, operator oper, outing outing, past past, pasted paste
plastered plaster, predication predic, probate probat, proceed proceed, radicalli radic, rate rate
rationalisation rationalis, relational relat, replacement replac, revival reviv, roll roll, running run
say say, sensibiliti sensibl, sensitiviti sensit, sing sing, sized size, skies sky
skis ski, sky sky, stopped stop, succeeded succeed, syzygy syzygi, tanned tan
this this, ties tie, triplicate triplic, troubled troubl, trump's trump, universities universiti
us us, valenci valenc, vietnamization vietnam, vileli vile, yellow yellow, yes yes
`;

it.each(
  STEMS.trim()
    .split('\n')
    .flatMap((line) => line.split(', '))
    .map((pair) => pair.split(' ') as [string, string]),
)('stemEnglish stems %s to %s', (word, stem) => {
  expect(stemEnglish(word)).toBe(stem);
});
