/**
 * The notes of a piano roll.
 *
 * @module
 */
import { getBit } from '../math/bits/bit-rows.ts';
import type { PianoRoll } from './piano-roll.ts';
import { pitchCount } from './roll-shape.ts';

/** A note on the grid. */
export interface RollNote {
  /** MIDI pitch. */
  readonly pitch: number;
  /** First step. */
  readonly start: number;
  /** In steps, ≥ 1. */
  readonly length: number;
}

/**
 * The notes of a roll, sorted by pitch, then by step.
 *
 * A note begins at a held cell if the pitch was not held in the step before, struck or not, or if it is struck again. It ends at
 * the next strike, where the pitch is no longer held, or at the end of the roll. Struck cells that are not held are ignored.
 */
export function rollNotes({ bits, steps, pitches }: PianoRoll): RollNote[] {
  const count = pitchCount(pitches);
  const bars: RollNote[] = [];
  for (let n = 0; n < count; n++) {
    const pitch = pitches.low + n;
    // The step at which the sounding note began, or -1.
    let start = -1;
    for (let step = 0; step <= steps; step++) {
      const at = step * 2 * count + n;
      const held = step < steps && getBit(bits, at) === 1;
      const struck = step < steps && getBit(bits, at + count) === 1;
      if (start >= 0 && (!held || struck)) {
        bars.push({ pitch, start, length: step - start });
        start = -1;
      }
      if (held && start < 0) start = step;
    }
  }
  return bars;
}
