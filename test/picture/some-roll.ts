import { setBit, wordsFor } from '../../src/math/bits/bit-rows.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';

/** A piano roll with some cells on: each `[step, pitch]`. */
export function rollOf(
  steps: number,
  low: number,
  high: number,
  held: readonly (readonly [number, number])[],
  struck: readonly (readonly [number, number])[],
): PianoRoll {
  const count = high - low + 1;
  const bits = new Uint32Array(wordsFor(steps * 2 * count));
  for (const [step, pitch] of held) setBit(bits, step * 2 * count + pitch - low);
  for (const [step, pitch] of struck) setBit(bits, step * 2 * count + count + pitch - low);
  return { bits, steps, grid: 4, pitches: { low, high } };
}

/** Eight steps: C4 held for four, struck again at its third; E4 tied in from before; G4 struck but not held. */
export const SMALL: PianoRoll = rollOf(
  8,
  58,
  70,
  [
    [0, 60],
    [1, 60],
    [2, 60],
    [3, 60],
    [0, 64],
    [1, 64],
  ],
  [
    [0, 60],
    [2, 60],
    [6, 67],
  ],
);
