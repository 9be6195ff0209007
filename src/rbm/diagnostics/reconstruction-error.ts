/**
 * How much of a row survives a Gibbs step.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { sampleLayers } from '../sampling/gibbs-chain.ts';
import { computeHiddenInput } from '../sampling/sampler.ts';
import { ROUNDS_AN_EPOCH } from '../training/contrastive-divergence.ts';
import { type Learner, wrongBits } from '../training/learner.ts';
import { evenlySpaced } from '../training/row-sets.ts';

/**
 * Bits a row that are wrong after one Gibbs step from it, mean over `most` rows, evenly spaced, or all if there are fewer.
 * It only monitors the training; nothing is learnt from it. The random numbers are those of stream (seed, training, row,
 * 2048·epoch + 1 and 2).
 */
export function reconstructionError(
  { sampler, workspace, seed }: Learner,
  rows: BitRows,
  most: number,
  epoch: number,
): number {
  const { data, visible, hidden, key } = workspace;
  const some = evenlySpaced(rows.starts.length, most);
  let wrong = 0;
  for (const row of some) {
    data.count = activeBits(data.active, rows, row);
    computeHiddenInput(sampler, data);
    sampleLayers(visible, hidden, sampler, key, seed, PURPOSE.training, row, epoch * ROUNDS_AN_EPOCH + 1);
    wrong += wrongBits(rows, row, data, visible);
  }
  return wrong / some.length;
}
