/**
 * Form: phrases that return.
 *
 * @module
 */
import { checkNumber, refuse } from '../../check.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { randomWord, streamKey } from '../../math/random/random.ts';
import { DRAW_RANGES } from './draw-ranges.ts';

/** Bars in a phrase. */
export const PHRASE_BARS = 4;

/** The phrase that each phrase of a piece repeats; its own number if it is new. `form` starts over when it ends. */
export function phrasesOf(form: string, phrases: number): number[] {
  const firsts = new Map<string, number>();
  return Array.from({ length: phrases }, (_, phrase) => {
    const letter = form[phrase % form.length] ?? '';
    const first = firsts.get(letter) ?? phrase;
    firsts.set(letter, first);
    return first;
  });
}

/** Fails unless a form is 1–64 letters and the share of it that varies is 0–1. */
export function checkForm(form: string, vary: number): void {
  if (!/^[A-Za-z]{1,64}$/.test(form)) refuse('form', 'letters such as AABA, one for each phrase', `'${form}'`);
  checkNumber('vary', vary, ...DRAW_RANGES.vary);
}

/**
 * Which beats of a phrase are found anew when it returns: `vary` of them, to the nearest whole number, chosen by lot.
 *
 * @param seed - shape [4], the piece's
 * @param phrase - which phrase of the piece: each return varies other beats
 * @returns ascending, from 0
 */
export function variedBeats(beats: number, vary: number, seed: Uint32Array, phrase: number): number[] {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.variation, phrase, 0);
  const [key0 = 0, key1 = 0] = key;
  // Words of a stream are all different, so the lots have one order.
  const lots = Array.from({ length: beats }, (_, beat) => ({ beat, lot: randomWord(key0, key1, beat) }));
  const drawn = lots.sort((a, b) => a.lot - b.lot).slice(0, Math.round(vary * beats));
  return drawn.map(({ beat }) => beat).sort((a, b) => a - b);
}
