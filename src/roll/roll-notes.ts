/**
 * From cells to notes, still in steps.
 *
 * @module
 */
import { getBit } from '../math/bits/bit-rows.ts';
import type { PianoRoll } from './piano-roll.ts';
import { pitchCount } from './roll-shape.ts';

/** A pitch held from one step on for some steps. */
export interface RollNote {
  readonly pitch: number;
  readonly start: number;
  /** In steps, ≥ 1. */
  readonly length: number;
}

/**
 * The notes of a roll, by pitch, lowest first, then by step.
 *
 * A note begins where a pitch is held that was not, struck or not, and where a held pitch is struck again. It ends where
 * the pitch is no longer held, where it is struck again, or with the roll. A pitch that is struck but not held is nothing.
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
