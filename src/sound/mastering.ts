/**
 * The last touch: how loud a sound is, and where it ends.
 *
 * @module
 */
import type { Sound } from './sound.ts';

/** The largest sample: 1 dB below full scale, so that no player's filters reach beyond it. */
const PEAK = 0.89125;
/** Less than half a 16-bit step: from here on a tail is silence. */
const INAUDIBLE = 0.000015;

/** The one number that brings the largest sample 1 dB below full scale; 1 for silence. */
export function finalGain(peak: number): number {
  return peak === 0 ? 1 : PEAK / peak;
}

/** Whether a sound with such a largest sample is more than silence when it is `gain` times as loud. */
export function isAudible(peak: number, gain: number): boolean {
  return Math.fround(gain * peak) >= INAUDIBLE;
}

/** How many samples there are up to the last one that is more than silence. */
export function audibleSamples({ left, right }: Sound): number {
  let n = left.length;
  while (n > 0 && Math.abs(left[n - 1] ?? 0) < INAUDIBLE && Math.abs(right[n - 1] ?? 0) < INAUDIBLE) n--;
  return n;
}
