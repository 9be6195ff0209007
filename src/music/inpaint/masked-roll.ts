/**
 * A sheet: music on the grid of which some cells are given and the others are to be found.
 *
 * @module
 */
import { getBit, setBit } from '../../math/bits/bit-rows.ts';
import type { Model } from '../../model/model.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { bitsPerStep, silentRoll } from '../../roll/roll-shape.ts';

/** Cells as in a piano roll, a byte each: step by step, held pitches first, then struck ones. */
export interface MaskedRoll {
  readonly steps: number;
  /** Cells in a step, two for each pitch. */
  readonly width: number;
  /** shape [steps · width]: 1 for a cell that is on, be it given or found */
  readonly on: Uint8Array;
  /** shape [steps · width]: 1 for a cell that stays as it is, 0 for one that is to be found */
  readonly observed: Uint8Array;
}

/** A sheet for a model's music on which nothing is given and nothing is on. */
export function createMaskedRoll({ pitches }: Model, steps: number): MaskedRoll {
  const width = bitsPerStep(pitches);
  return { steps, width, on: new Uint8Array(steps * width), observed: new Uint8Array(steps * width) };
}

/** Lays the first steps of a roll on a sheet from step `at` on; what is past the sheet's end is left out. */
export function pasteRoll({ on, width, steps }: MaskedRoll, roll: PianoRoll, at: number): void {
  const count = Math.min(roll.steps, steps - at) * width;
  for (let n = 0; n < count; n++) on[at * width + n] = getBit(roll.bits, n);
}

/** Makes all cells of the steps from `from` up to but not including `to` given, or free. */
export function setObserved({ observed, width }: MaskedRoll, from: number, to: number, value: 0 | 1): void {
  observed.fill(value, from * width, to * width);
}

/** What is on, as a roll of a model's music. */
export function toPianoRoll({ on, steps }: MaskedRoll, { grid, pitches }: Model): PianoRoll {
  const roll = silentRoll(steps, grid, pitches);
  for (let n = 0; n < on.length; n++) if (on[n] === 1) setBit(roll.bits, n);
  return roll;
}
