/**
 * How much of a row survives a Gibbs step.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import { type BitRows, getBit } from '../../math/bits/bit-rows.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import { computeHiddenInput, sampleHidden, sampleVisible } from '../sampling/sampler.ts';
import { ROUNDS_AN_EPOCH } from '../training/contrastive-divergence.ts';
import type { Learner } from '../training/learner.ts';
import { evenlySpaced } from '../training/row-sets.ts';

/**
 * Bits a row that are wrong after one Gibbs step from it, mean over `most` rows, evenly spaced, or all if there are fewer.
 * A watch on learning, nothing that is learnt from. The random numbers are those of stream (seed, training, row,
 * 2048·epoch + 1 and 2).
 */
export function reconstructionError(
  { sampler, room, seed }: Learner,
  rows: BitRows,
  most: number,
  epoch: number,
): number {
  const { data, visible, hidden, key } = room;
  const some = evenlySpaced(rows.starts.length, most);
  let wrong = 0;
  for (const row of some) {
    data.count = activeBits(data.active, rows, row);
    computeHiddenInput(sampler, data);
    streamKey(key, seed, PURPOSE.training, row, epoch * ROUNDS_AN_EPOCH + 1);
    sampleHidden(hidden, sampler, key);
    streamKey(key, seed, PURPOSE.training, row, epoch * ROUNDS_AN_EPOCH + 2);
    sampleVisible(visible, sampler, hidden, key);
    // Both layers' units, less those that they share twice.
    let shared = 0;
    for (let k = 0; k < visible.count; k++) shared += getBit(rows.bits, rows.starts[row] + visible.active[k]);
    wrong += data.count + visible.count - 2 * shared;
  }
  return wrong / some.length;
}
