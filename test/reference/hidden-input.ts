/**
 * Twins of `rbm/kernels/hidden-input`.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';

/** a_j = bh_j + Σ_i v_i w_ij, each sum float64 from i = 0 up. `v`: 0 and 1; every visible unit is looked at. */
export function denseHiddenInput(rbm: Rbm<Reals>, v: readonly number[]): number[] {
  return Array.from(rbm.bh, (bias, j) => {
    let sum = bias;
    for (let i = 0; i < rbm.visible; i++) if (v[i] === 1) sum += rbm.w[i * rbm.hidden + j];
    return sum;
  });
}

/** The same sums from the list of the visible units that are on, ascending, one whole row of weights after another. */
export function plainHiddenInput({ hidden, w, bh }: Rbm<Reals>, active: readonly number[]): Float64Array {
  const sums = Float64Array.from(bh);
  for (const i of active) for (let j = 0; j < hidden; j++) sums[j] += w[i * hidden + j];
  return sums;
}
