/**
 * Twin of `rbm/visible-input`: every hidden unit is looked at.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';

/** a_i = bv_i + Σ_j w_ij h_j, each sum float64 from j = 0 up. `h`: 0 and 1. */
export function denseVisibleInput(rbm: Rbm<Reals>, h: readonly number[]): number[] {
  return Array.from(rbm.bv, (bias, i) => {
    let sum = bias;
    for (let j = 0; j < rbm.hidden; j++) if (h[j] === 1) sum += rbm.w[i * rbm.hidden + j];
    return sum;
  });
}
