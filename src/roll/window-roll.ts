/**
 * Cutting rolls and joining them; windows back to rolls.
 *
 * @module
 */
import { checkArray, checkInteger, checkObject, wrongLength } from '../check.ts';
import { wordsFor } from '../math/bits/bit-rows.ts';
import { copyBits } from '../math/bits/copy-bits.ts';
import type { PianoRoll, PitchRange } from './piano-roll.ts';
import { bitsPerStep, checkBits, checkPitches, checkRoll, checkRolls, GRID_RANGE, silentRoll } from './roll-shape.ts';

/** The shape of a window. */
export interface RollShape {
  /** Steps in the window, ≥ 0. */
  readonly steps: number;
  /** Steps in a quarter note, 1–96. */
  readonly grid: number;
  readonly pitches: PitchRange;
}

/**
 * A window as a roll of its own.
 *
 * @param bits - packed bits that contain the window; they are copied
 * @param start - index of the window's first bit
 * @throws {HarmoniumError} `option-range`; `length` if the window does not lie within `bits`
 */
export function windowRoll(bits: Uint32Array, shape: RollShape, start: number = 0): PianoRoll {
  checkObject('shape', shape, 'steps, grid and pitches');
  checkArray('bits', bits, 'Uint32Array');
  const { steps, grid, pitches } = shape;
  checkPitches(pitches);
  checkInteger('grid', grid, ...GRID_RANGE);
  checkInteger('steps', steps, 0, 16777215);
  checkInteger('start', start, 0, 4294967295);
  const count = steps * bitsPerStep(pitches);
  if (bits.length < wordsFor(start + count)) {
    throw wrongLength('bits', `at least ${wordsFor(start + count)} words`, bits.length);
  }
  const roll = silentRoll(steps, grid, pitches);
  copyBits(roll.bits, 0, bits, start, count);
  return roll;
}

/**
 * The steps [from, to) of a roll as a roll of its own, 0 ≤ from ≤ to ≤ steps.
 *
 * @throws {HarmoniumError} `option-range`; `length` if the roll has too few bits
 */
export function sliceRoll(roll: PianoRoll, from: number, to: number): PianoRoll {
  checkRoll('roll', roll);
  checkInteger('to', to, 0, roll.steps);
  checkInteger('from', from, 0, to);
  const { grid, pitches } = roll;
  return windowRoll(roll.bits, { steps: to - from, grid, pitches }, from * bitsPerStep(pitches));
}

/**
 * Concatenates rolls in time. A note continues into the next roll if that holds its pitch without striking it.
 *
 * @throws {HarmoniumError} `roll-mixed` for an empty list, or unless all have the same grid and pitches; `roll-too-long`;
 * `option-range`, or `length` if a roll has too few bits
 */
export function joinRolls(rolls: readonly PianoRoll[]): PianoRoll {
  const first = checkRolls(rolls);
  let steps = 0;
  for (const roll of rolls) steps += roll.steps;
  const width = bitsPerStep(first.pitches);
  checkBits(steps * width);
  const joined = silentRoll(steps, first.grid, first.pitches);
  let step = 0;
  for (const roll of rolls) {
    copyBits(joined.bits, step * width, roll.bits, 0, roll.steps * width);
    step += roll.steps;
  }
  return joined;
}
