/**
 * The final gain of a sound, and where it ends.
 *
 * @module
 */
import type { Sound } from './sound.ts';

/** Peak amplitude: 1 dB below full scale, as headroom for the filters of players. */
const PEAK = 0.89125;
/** Less than half a 16-bit step: quieter samples are silence in the file. */
const INAUDIBLE = 0.000015;

/** The gain that brings a peak of this amplitude to 1 dB below full scale; 1 for silence. */
export function finalGain(peak: number): number {
  return peak === 0 ? 1 : PEAK / peak;
}

/** Whether a sound with this peak is more than silence after multiplication by `gain`. */
export function isAudible(peak: number, gain: number): boolean {
  return Math.fround(gain * peak) >= INAUDIBLE;
}

/** Number of samples up to the last one that is more than silence. */
export function audibleSamples({ left, right }: Sound): number {
  let n = left.length;
  while (n > 0 && Math.abs(left[n - 1] ?? 0) < INAUDIBLE && Math.abs(right[n - 1] ?? 0) < INAUDIBLE) n--;
  return n;
}
