/**
 * What there is to draw in a piano roll.
 *
 * @module
 */
import { getBit } from '../math/bit-rows.ts';
import { type Bar, heldBars } from '../roll/held-bars.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/** The marks of a roll, by pitch, lowest first, then by step. */
export interface RollMarks {
  /** Runs of held cells; one that is struck anew begins a new bar. */
  readonly held: readonly Bar[];
  /** Struck cells, whether held or not: a raw sample has both kinds. */
  readonly struck: readonly Bar[];
}

/** The bars and starts of a roll. */
export function rollMarks(roll: PianoRoll): RollMarks {
  const { bits, steps, pitches } = roll;
  const count = pitchCount(pitches);
  const struck: Bar[] = [];
  for (let n = 0; n < count; n++) {
    for (let step = 0; step < steps; step++) {
      const isStruck = getBit(bits, step * 2 * count + count + n) === 1;
      if (isStruck) struck.push({ pitch: pitches.low + n, start: step, length: 1 });
    }
  }
  return { held: heldBars(roll), struck };
}
