/**
 * Piano rolls as three-dimensional arrays, and back.
 *
 * @module
 */
import ndarray, { type NdArray } from 'ndarray';
import { checkInteger, checkLength, refuse } from '../check.ts';
import { getBit, setBit, wordsFor } from '../math/bits/bit-rows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { GRID_RANGE, pitchCount } from '../roll/roll-shape.ts';

/**
 * A roll's cells as bytes, 0 or 1, shape [steps, 2, pitches]; in the second dimension 0 is held, 1 struck. A copy: an ndarray
 * cannot view single bits.
 */
export function rollView(roll: PianoRoll): NdArray<Uint8Array> {
  const { bits, steps, pitches } = roll;
  const count = pitchCount(pitches);
  const cells = new Uint8Array(steps * 2 * count);
  for (let k = 0; k < cells.length; k++) cells[k] = getBit(bits, k);
  return ndarray(cells, [steps, 2, count]);
}

/**
 * The roll of an array as {@link rollView} returns it; any strides are accepted.
 *
 * @param view - shape [steps, 2, pitches], elements 0 or 1
 * @param grid - steps in a quarter note, 1–96
 * @param low - the lowest pitch, 0–127; the highest follows from the shape
 * @throws {HarmoniumError} `length` or `option-range`, with the argument as `option`
 */
export function rollFromView(view: NdArray<Uint8Array>, grid: number, low: number): PianoRoll {
  checkInteger('grid', grid, ...GRID_RANGE);
  checkInteger('low', low, 0, 127);
  checkLength('view.shape', view.shape, 3);
  const [steps = 0, halves = 0, count = 0] = view.shape;
  checkInteger('view.shape[1]', halves, 2, 2);
  checkInteger('view.shape[2]', count, 1, 128 - low);
  const bits = new Uint32Array(wordsFor(steps * 2 * count));
  let k = 0;
  for (let step = 0; step < steps; step++) {
    for (let half = 0; half < 2; half++) {
      for (let pitch = 0; pitch < count; pitch++, k++) {
        const cell = view.get(step, half, pitch);
        if (cell === 1) setBit(bits, k);
        else if (cell !== 0) refuse('view', '0 or 1', cell);
      }
    }
  }
  return { bits, steps, grid, pitches: { low, high: low + count - 1 } };
}
