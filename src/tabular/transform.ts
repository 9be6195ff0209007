/**
 * Rows as the hidden units see them.
 *
 * @module
 */
import { sigmoid } from '../math/functions/sigmoid.ts';
import { valuesHiddenInput } from '../rbm/kernels/value-rows.ts';
import { type HasRbm, rbmOf, valuesFor } from './machine.ts';
import { createTable, type Table } from './table.ts';
import { rowOf, type TabularData } from './values.ts';

/**
 * The probability of each hidden unit given each row: p(h_j = 1 | v) = sigmoid(bh_j + Σ_i v_i w_ij), rounded to float32. Cells
 * between 0 and 1 count as they are; nothing is drawn.
 *
 * @returns shape [rows, hidden]
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function transform(machine: HasRbm, x: TabularData): Table<Float32Array> {
  const rbm = rbmOf(machine);
  const values = valuesFor(rbm, x);
  const { hidden } = rbm;
  const input = new Float64Array(hidden);
  const out = new Float32Array(values.rows * hidden);
  for (let row = 0; row < values.rows; row++) {
    valuesHiddenInput(input, rowOf(values, row), rbm.w, rbm.bh);
    for (let j = 0; j < hidden; j++) out[row * hidden + j] = sigmoid(input[j] ?? 0);
  }
  return createTable(out, values.rows, hidden);
}
