/**
 * The visible-to-hidden half of a Gibbs step, before the logistic: `a = bh + vᵀ W` for a binary `v`.
 *
 * Source: Hinton (2010), "A Practical Guide to Training Restricted Boltzmann Machines", section 2.
 *
 * @module
 */
import { checkLength } from '../check.ts';
import type { Reals } from './rbm.ts';

/**
 * Writes `out[j] = bh[j] + Σ w[i][j]` over the active visible units `i`. Allocates nothing.
 *
 * A window of music has about 80 of its 2,340 units on, so the sum runs over a list of them: 29 times fewer additions than
 * the dense product. Sums are float64 in the list's order, which ascends; seeded chains depend on these bits.
 *
 * @param out - shape [hidden], each hidden unit's input in nats; overwritten
 * @param active - shape [≥ count], the units that are on, ascending
 * @param count - how many of `active` count
 * @param w - shape [visible, hidden], row-major
 * @param bh - shape [hidden]
 */
export function hiddenInput(out: Float64Array, active: Uint32Array, count: number, w: Reals, bh: Reals): void {
  const hidden = out.length;
  checkLength('bh', bh, hidden);
  for (let j = 0; j < hidden; j++) out[j] = bh[j];
  for (let n = 0; n < count; n++) {
    const row = active[n] * hidden;
    for (let j = 0; j < hidden; j++) out[j] += w[row + j];
  }
}
