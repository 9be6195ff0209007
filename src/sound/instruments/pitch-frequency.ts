/**
 * MIDI pitches to frequencies.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';

/** Concert pitch: A4, MIDI's 69, in hertz. */
const A4 = 440;

/** A pitch's frequency in hertz, equal temperament; 69 is exactly 440, and octaves are exactly 2. */
export function pitchFrequency(pitch: number): number {
  const above = pitch - 69;
  const octave = Math.floor(above / 12);
  let frequency = A4 * exp(((above - 12 * octave) / 12) * Math.LN2);
  for (let n = 0; n < octave; n++) frequency *= 2;
  for (let n = 0; n > octave; n--) frequency /= 2;
  return frequency;
}
