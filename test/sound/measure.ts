import { SAMPLE_RATE, type Sound, sliceSound } from '../../src/sound/sound.ts';
import { rmsOf } from './whole-sounds.ts';

/** A sound from one second to another. */
export const part = (sound: Sound, from: number, to: number): Sound =>
  sliceSound(sound, Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE));

/** How loud a sound is from one second to another. */
export const level = (sound: Sound, from: number, to: number): number => rmsOf(part(sound, from, to));

/** How much louder the left channel is. */
export const side = ({ left, right }: Sound): number => rmsOf({ left, right: left }) / rmsOf({ left: right, right });

/** The strength of a frequency in both channels together, through a Hann window. */
export function strength({ left, right }: Sound, frequency: number): number {
  let re = 0;
  let im = 0;
  for (let n = 0; n < left.length; n++) {
    const sample = (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / left.length)) * (left[n]! + right[n]!);
    re += sample * Math.cos((2 * Math.PI * frequency * n) / SAMPLE_RATE);
    im += sample * Math.sin((2 * Math.PI * frequency * n) / SAMPLE_RATE);
  }
  return Math.hypot(re, im);
}

/** Cents from a frequency to the strongest one within a semitone of it: to 10 cents, then to 0.1. */
export function centsOff(sound: Sound, around: number): number {
  const best = (from: number, to: number, step: number): number => {
    let [found, most] = [0, 0];
    for (let cents = from; cents <= to; cents += step) {
      const now = strength(sound, around * 2 ** (cents / 1200));
      if (now > most) [found, most] = [cents, now];
    }
    return found;
  };
  const coarse = best(-100, 100, 5);
  return best(coarse - 5, coarse + 5, 0.1);
}
