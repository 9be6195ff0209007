/**
 * What there is to draw in a piano roll.
 *
 * @module
 */
import { getBit } from '../math/bit-rows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';

/** A pitch held from one step on for some steps. */
export interface Bar {
  readonly pitch: number;
  readonly start: number;
  /** In steps, ≥ 1. */
  readonly length: number;
}

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
  const count = pitches.high - pitches.low + 1;
  const held: Bar[] = [];
  const struck: Bar[] = [];
  for (let k = 0; k < count; k++) {
    const pitch = pitches.low + k;
    let start = -1;
    for (let step = 0; step <= steps; step++) {
      const at = step * 2 * count + k;
      const isHeld = step < steps && getBit(bits, at) === 1;
      const isStruck = step < steps && getBit(bits, at + count) === 1;
      if (isStruck) struck.push({ pitch, start: step, length: 1 });
      if (start >= 0 && (isStruck || !isHeld)) {
        held.push({ pitch, start, length: step - start });
        start = -1;
      }
      if (isHeld && start < 0) start = step;
    }
  }
  return { held, struck };
}
