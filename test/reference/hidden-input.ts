/**
 * Twin of `rbm/hidden-input`: every visible unit is looked at, every sum is its own.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';

/** a_j = bh_j + Σ_i v_i w_ij, each sum float64 from i = 0 up. `v`: 0 and 1. */
export function denseHiddenInput(rbm: Rbm<Reals>, v: readonly number[]): number[] {
  return Array.from(rbm.bh, (bias, j) => {
    let sum = bias;
    for (let i = 0; i < rbm.visible; i++) if (v[i] === 1) sum += rbm.w[i * rbm.hidden + j];
    return sum;
  });
}
