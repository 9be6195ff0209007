/**
 * A piano roll with a mask: some cells are observed, the others are free and to be sampled.
 *
 * @module
 */
import { getBit, setBit } from '../../math/bits/bit-rows.ts';
import type { Model } from '../../model/model.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { bitsPerStep, silentRoll } from '../../roll/roll-shape.ts';

/**
 * Cells as in a piano roll, a byte each: step by step, and in a step the held cells (does the pitch sound?) before the struck
 * cells (does a note begin?).
 */
export interface MaskedRoll {
  readonly steps: number;
  /** Cells in a step, two for each pitch. */
  readonly width: number;
  /** shape [steps · width]: 1 for a cell that is on, whether observed or sampled */
  readonly on: Uint8Array;
  /** shape [steps · width]: 1 for an observed cell, which is clamped; 0 for a free one */
  readonly observed: Uint8Array;
}

/** A masked roll of the model's pitches: all cells off and free. */
export function createMaskedRoll({ pitches }: Model, steps: number): MaskedRoll {
  const width = bitsPerStep(pitches);
  return { steps, width, on: new Uint8Array(steps * width), observed: new Uint8Array(steps * width) };
}

/** Copies a roll to the steps from `at` on; steps beyond the end are dropped. The mask stays. */
export function pasteRoll({ on, width, steps }: MaskedRoll, roll: PianoRoll, at: number): void {
  const count = Math.min(roll.steps, steps - at) * width;
  for (let n = 0; n < count; n++) on[at * width + n] = getBit(roll.bits, n);
}

/** Marks all cells of the steps [from, to) as observed (1) or free (0). */
export function setObserved({ observed, width }: MaskedRoll, from: number, to: number, value: 0 | 1): void {
  observed.fill(value, from * width, to * width);
}

/** The cells that are on, as a piano roll of the model's grid and pitches. */
export function toPianoRoll({ on, steps }: MaskedRoll, { grid, pitches }: Model): PianoRoll {
  const roll = silentRoll(steps, grid, pitches);
  for (let n = 0; n < on.length; n++) if (on[n] === 1) setBit(roll.bits, n);
  return roll;
}
