/**
 * One number a row: how well the machine knows it.
 *
 * @module
 */
import { logPseudoLikelihood } from '../rbm/diagnostics/pseudo-likelihood.ts';
import { freeEnergyOfValues } from '../rbm/kernels/value-rows.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { type HasRbm, rbmOf, valuesFor } from './machine.ts';
import { rowOf, type TabularData } from './values.ts';

/**
 * The free energy of each row, in nats: p(v) = e^−F(v) / Z, so the lower, the likelier. Cells between 0 and 1 count as they are,
 * as in scikit-learn.
 *
 * @returns shape [rows]
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function freeEnergy(machine: HasRbm, x: TabularData): Float64Array {
  return eachRow(machine, x, freeEnergyOfValues);
}

/**
 * The log-pseudo-likelihood of each row, in nats, at most 0: Σ_i log p(v_i | the row's other cells), exactly. scikit-learn's
 * `score_samples` estimates the same sum from one cell of each row, drawn at random.
 *
 * @returns shape [rows]
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function pseudoLikelihood(machine: HasRbm, x: TabularData): Float64Array {
  return eachRow(machine, x, logPseudoLikelihood);
}

type RowFigure = (rbm: Rbm, values: Float32Array, input: Float64Array) => number;

function eachRow(machine: HasRbm, x: TabularData, figure: RowFigure): Float64Array {
  const rbm = rbmOf(machine);
  const values = valuesFor(rbm, x);
  const input = new Float64Array(rbm.hidden);
  return Float64Array.from({ length: values.rows }, (_, row) => figure(rbm, rowOf(values, row), input));
}
