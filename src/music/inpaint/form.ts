/**
 * Musical form: phrases that return.
 *
 * @module
 */
import { checkNumber, refuse } from '../../check.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { randomWord, streamKey } from '../../math/random/random.ts';
import { INPAINT_RANGES } from './inpaint-ranges.ts';

/** Bars in a phrase. */
export const PHRASE_BARS = 4;

/** For each phrase the number of the phrase that it repeats, or its own if it is new. `form` is repeated as needed. */
export function phrasesOf(form: string, phrases: number): number[] {
  const firsts = new Map<string, number>();
  return Array.from({ length: phrases }, (_, phrase) => {
    const letter = form[phrase % form.length] ?? '';
    const first = firsts.get(letter) ?? phrase;
    firsts.set(letter, first);
    return first;
  });
}

/**
 * Checks that `form` has 1–64 letters and that `vary` is 0–1.
 *
 * @throws {HarmoniumError} `option-range`
 */
export function checkForm(form: string, vary: number): void {
  if (!/^[A-Za-z]{1,64}$/.test(form)) refuse('form', 'letters such as AABA, one for each phrase', `'${form}'`);
  checkNumber('vary', vary, ...INPAINT_RANGES.vary);
}

/**
 * The beats of a phrase that are resampled when it returns: the share `vary` of them, rounded, chosen at random.
 *
 * @param seed - shape [4], the piece's
 * @param beats - beats in the phrase
 * @param phrase - number of the phrase in the piece: each return varies different beats
 * @returns beat numbers from 0, ascending
 */
export function variedBeats(beats: number, vary: number, seed: Uint32Array, phrase: number): number[] {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.variation, phrase, 0);
  const [key0 = 0, key1 = 0] = key;
  // No word occurs twice in a stream, so there are no ties.
  const ranked = Array.from({ length: beats }, (_, beat) => ({ beat, rank: randomWord(key0, key1, beat) }));
  const chosen = ranked.sort((a, b) => a.rank - b.rank).slice(0, Math.round(vary * beats));
  return chosen.map(({ beat }) => beat).sort((a, b) => a - b);
}
