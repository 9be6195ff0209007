/**
 * How high pitches are.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';

/** Concert pitch: A4, MIDI's 69, in hertz. */
const A4 = 440;

/** A pitch's frequency in hertz, equally tempered; 69 is 440 exactly, and an octave is twice exactly. */
export function pitchFrequency(pitch: number): number {
  const above = pitch - 69;
  const octave = Math.floor(above / 12);
  let frequency = A4 * exp(((above - 12 * octave) / 12) * Math.LN2);
  for (let n = 0; n < octave; n++) frequency *= 2;
  for (let n = 0; n > octave; n--) frequency /= 2;
  return frequency;
}
