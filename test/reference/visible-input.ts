/**
 * Twins of `rbm/kernels/visible-input`.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';

/** a_i = bv_i + Σ_j w_ij h_j, each sum float64 from j = 0 up. `h`: 0 and 1; every hidden unit is looked at. */
export function denseVisibleInput(rbm: Rbm<Reals>, h: readonly number[]): number[] {
  return Array.from(rbm.bv, (bias, i) => {
    let sum = bias;
    for (let j = 0; j < rbm.hidden; j++) if (h[j] === 1) sum += rbm.w[i * rbm.hidden + j];
    return sum;
  });
}

/** The same sums from the list of the hidden units that are on, ascending. */
export function plainVisibleInput({ visible, hidden, w, bv }: Rbm<Reals>, active: readonly number[]): Float64Array {
  const sums = Float64Array.from(bv);
  for (let i = 0; i < visible; i++) for (const j of active) sums[i] += w[i * hidden + j];
  return sums;
}
