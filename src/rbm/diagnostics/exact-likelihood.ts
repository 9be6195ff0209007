/**
 * How likely a machine finds rows, exactly: for machines small enough to visit every hidden state.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import { softplus } from '../../math/functions/sigmoid.ts';
import { meanFreeEnergy } from '../kernels/free-energy.ts';
import type { Rbm, Reals } from '../rbm.ts';

/** The most hidden units whose states are visited: a million of them. */
export const MOST_ENUMERATED: number = 20;

/**
 * log Z = log Σ_h exp(bh·h + Σ_i softplus(bv_i + Σ_j w_ij h_j)), in nats, over all 2^hidden states.
 *
 * The states come in the order of the Gray code, so that each differs from the one before in a single unit and the visible
 * units' inputs change by one column of the weights. It takes 2^hidden · visible logistics.
 *
 * @throws {HarmoniumError} `option-range` for more than 20 hidden units
 */
export function exactLogPartition({ visible, hidden, w, bv, bh }: Rbm<Reals>): number {
  checkInteger('hidden', hidden, 1, MOST_ENUMERATED);
  const input = Float64Array.from(bv);
  const on = new Uint8Array(hidden);
  const states = 1 << hidden;
  let bias = 0;
  // log Σ = largest + log sum, sum being relative to the largest term so far.
  let largest = -Infinity;
  let sum = 0;
  for (let state = 0; state < states; state++) {
    if (state > 0) {
      // The unit that changes is the lowest bit that is set.
      const j = 31 - Math.clz32(state & -state);
      const sign = on[j] === 1 ? -1 : 1;
      on[j] ^= 1;
      bias += sign * bh[j];
      for (let i = 0; i < visible; i++) input[i] += sign * w[i * hidden + j];
    }
    let term = bias;
    for (let i = 0; i < visible; i++) term += softplus(input[i]);
    if (term > largest) {
      sum = sum * exp(largest - term) + 1;
      largest = term;
    } else {
      sum += exp(term - largest);
    }
  }
  return largest + log(sum);
}

/** Mean log-likelihood of rows, in nats a row, given log Z. NaN for no rows. */
export function meanLogLikelihood(rbm: Rbm<Reals>, rows: BitRows, logPartition: number): number {
  return -meanFreeEnergy({ rbm }, rows, rows.starts.length) - logPartition;
}
