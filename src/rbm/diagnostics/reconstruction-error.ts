/**
 * How much of a row survives a Gibbs step.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { computeHiddenInput, sampleLayers } from '../sampling/plain-sampler.ts';
import { ROUNDS_AN_EPOCH } from '../training/contrastive-divergence.ts';
import { type PlainLearner, wrongBits } from '../training/plain-learner.ts';

/**
 * How many bits of rows are wrong after one Gibbs step from them. It only monitors the training; nothing is learnt from it. The random
 * numbers are those of stream (seed, training, row, 2048·epoch + 1 and 2).
 */
export function reconstruct(
  { sampler, workspace, seed }: PlainLearner,
  rows: BitRows,
  some: readonly number[],
  epoch: number,
): number {
  const { data, visible, hidden, key } = workspace;
  let wrong = 0;
  for (const row of some) {
    data.count = activeBits(data.active, rows, row);
    computeHiddenInput(sampler, data);
    sampleLayers(visible, hidden, sampler, key, seed, PURPOSE.training, row, epoch * ROUNDS_AN_EPOCH + 1);
    wrong += wrongBits(rows, row, data, visible);
  }
  return wrong;
}
