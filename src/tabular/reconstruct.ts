/**
 * Rows as the machine would have them.
 *
 * @module
 */
import { checkObject } from '../check.ts';
import { sigmoid } from '../math/functions/sigmoid.ts';
import * as PURPOSE from '../math/random/purpose.ts';
import { streamKey, uniform } from '../math/random/random.ts';
import { seedState } from '../math/random/seed-state.ts';
import { valuesHiddenInput } from '../rbm/kernels/value-rows.ts';
import { visibleInput } from '../rbm/kernels/visible-input.ts';
import { type HasRbm, rbmOf, valuesFor } from './machine.ts';
import { createTable, type Table } from './table.ts';
import { rowOf, type TabularData } from './values.ts';

/** How to reconstruct. */
export interface ReconstructOptions {
  /** Any text or whole number; 1 by default. */
  readonly seed?: string | number | undefined;
}

/**
 * One Gibbs round trip: hidden units are drawn given each row, and the probabilities of the visible units given those are
 * returned, rounded to float32. Row r draws in stream (seed, reconstruction, r, 0), so it does not depend on the other rows.
 *
 * @returns shape [rows, visible]
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function reconstruct(machine: HasRbm, x: TabularData, options: ReconstructOptions = {}): Table<Float32Array> {
  checkObject('options', options, 'an object of options');
  const seed = seedState(options.seed ?? 1);
  const rbm = rbmOf(machine);
  const values = valuesFor(rbm, x);
  const { visible, hidden, w, bv, bh } = rbm;
  const toHidden = new Float64Array(hidden);
  const toVisible = new Float64Array(visible);
  const active = new Uint32Array(hidden);
  const key = new Uint32Array(2);
  const out = new Float32Array(values.rows * visible);
  for (let row = 0; row < values.rows; row++) {
    valuesHiddenInput(toHidden, rowOf(values, row), w, bh);
    streamKey(key, seed, PURPOSE.reconstruction, row, 0);
    visibleInput(toVisible, active, fire(active, toHidden, key), w, bv, hidden);
    for (let i = 0; i < visible; i++) out[row * visible + i] = sigmoid(toVisible[i] ?? 0);
  }
  return createTable(out, values.rows, visible);
}

/** Lists the units that fire, `u < sigmoid(input)`, ascending; returns how many do. */
function fire(active: Uint32Array, input: Float64Array, key: Uint32Array): number {
  const [key0 = 0, key1 = 0] = key;
  let count = 0;
  for (let j = 0; j < input.length; j++) {
    if (uniform(key0, key1, j) / 4294967296 < sigmoid(input[j] ?? 0)) active[count++] = j;
  }
  return count;
}
