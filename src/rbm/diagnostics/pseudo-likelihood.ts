/**
 * Pseudo-likelihood: how well a machine guesses each unit of a row from all others. It needs no log Z.
 *
 * Source: Besag (1975), "Statistical analysis of non-lattice data".
 *
 * @module
 */
import { softplus } from '../../math/functions/sigmoid.ts';
import { valuesHiddenInput } from '../kernels/value-rows.ts';
import type { Rbm } from '../rbm.ts';

/**
 * Σ_i log p(v_i | all other v), in nats, at most 0.
 *
 * p(v_i = 1 | others) = sigmoid(F(v with v_i = 0) − F(v with v_i = 1)), F the free energy; each term costs one softplus for
 * each hidden unit. scikit-learn estimates the same sum from one unit a row, drawn at random, times the number of units.
 *
 * A unit whose value lies between 0 and 1 counts with both outcomes: v_i log p(1 | others) + (1 − v_i) log p(0 | others).
 *
 * @param values - shape [visible], 0–1
 * @param input - shape [hidden], overwritten: scratch for the hidden units' input
 */
export function logPseudoLikelihood(rbm: Rbm, values: Float32Array, input: Float64Array): number {
  const { w, bv, bh, hidden } = rbm;
  valuesHiddenInput(input, values, w, bh);
  let asIs = 0;
  for (let j = 0; j < hidden; j++) asIs += softplus(input[j]);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const on = value === 1 ? asIs : softplusSum(input, w, i * hidden, 1 - value);
    const off = value === 0 ? asIs : softplusSum(input, w, i * hidden, -value);
    const logit = bv[i] + on - off;
    // log sigmoid(x) = −softplus(−x)
    if (value > 0) sum -= value * softplus(-logit);
    if (value < 1) sum -= (1 - value) * softplus(logit);
  }
  return sum;
}

/** Σ_j softplus(input[j] + change · w[first + j]). */
function softplusSum(input: Float64Array, w: Float32Array, first: number, change: number): number {
  let sum = 0;
  for (let j = 0; j < input.length; j++) sum += softplus(input[j] + change * w[first + j]);
  return sum;
}
