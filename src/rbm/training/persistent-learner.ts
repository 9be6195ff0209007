/**
 * Persistent contrastive divergence: what the machine believes is taken from chains of its own, which go on from update to
 * update, instead of from chains that start anew at each example.
 *
 * A chain that starts at an example never gets far from it, so plain contrastive divergence does not see what else the
 * machine likes. Chains that are never put back find it.
 *
 * Source: Tieleman (2008), "Training restricted Boltzmann machines using approximations to the likelihood gradient".
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { activeBits } from '../../math/bits/active-bits.ts';
import { type BitRows, setBit, wordsFor } from '../../math/bits/bit-rows.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from '../sampling/gibbs-chain.ts';
import type { ActiveUnits } from '../sampling/sampler.ts';
import { computeExactHiddenInput, computeHiddenInput, sampleHidden } from '../sampling/sampler.ts';
import { type CentredStep, type Offsets, updateCentred } from './centred-update.ts';
import { type CdOptions, ROUNDS_AN_EPOCH } from './contrastive-divergence.ts';
import type { Learner } from './learner.ts';
import { addRow, createSums, type PhaseSums } from './phase-sums.ts';
import { MOST_EXAMPLES, ONE } from './phases.ts';

/**
 * The number of the first persistent chain: chains that generate have numbers below it, so that with one seed the two never
 * draw the same numbers.
 */
export const FIRST_CHAIN = 2147483648;

/** What a learner has besides, to learn so. Chains and offsets are part of its memory. */
export interface PersistentLearner {
  readonly learner: Learner;
  /** Chain c has the address (seed, chain, 2³¹ + c): it does not depend on how many others there are. */
  readonly chains: readonly GibbsChain[];
  readonly offsets: Offsets;
  /** The data's phase of the gradient, and the chains'. */
  readonly data: PhaseSums;
  readonly believed: PhaseSums;
  /** shape [hidden]: room for what it counts for */
  readonly values: Int32Array;
}

/**
 * A learner with `count` chains, which start from noise as the visible biases have it.
 *
 * @param learner - whose machine has its visible biases already
 * @param count - 1–32,767
 * @throws {HarmoniumError} `option-range`
 */
export function createPersistentLearner(learner: Learner, count: number, offsets: Offsets): PersistentLearner {
  checkInteger('chains', count, 1, MOST_EXAMPLES);
  const { sampler, seed } = learner;
  const chains = Array.from({ length: count }, (_, c) => createChain(sampler, seed, FIRST_CHAIN + c));
  for (const chain of chains) startFromNoise(chain, sampler);
  return {
    learner,
    chains,
    offsets,
    data: createSums(sampler.rbm),
    believed: createSums(sampler.rbm),
    values: new Int32Array(sampler.rbm.hidden),
  };
}

/**
 * Learns the rows `order[from]` to `order[to − 1]` as one batch: the data's means less the chains' after `cd` more Gibbs
 * steps of each.
 */
export function learnPersistently(
  persistent: PersistentLearner,
  rows: BitRows,
  order: Uint32Array,
  from: number,
  to: number,
  contrasting: CdOptions,
  step: CentredStep,
): void {
  const { learner, chains, data, believed, offsets } = persistent;
  const { sampler, velocity, room, seed } = learner;
  const { cd, epoch } = contrasting;
  const visible = room.data;
  for (let n = from; n < to; n++) {
    visible.count = activeBits(visible.active, rows, order[n]);
    streamKey(room.key, seed, PURPOSE.training, order[n], epoch * ROUNDS_AN_EPOCH);
    addPhase(data, persistent, visible, room.key);
  }
  for (const chain of chains) {
    runChain(chain, sampler, cd);
    // With samples these are the chain's own next hidden units: the statistics cost no other draw.
    streamKey(chain.key, seed, PURPOSE.chain, chain.index, 2 * chain.step);
    addPhase(believed, persistent, chain.visible, chain.key);
  }
  updateCentred(sampler.rbm, sampler.packed, velocity, data, to - from, believed, chains.length, offsets, step);
}

/** Adds one row with the hidden units that it gives. `key`: shape [2], the stream of their uniform numbers. */
function addPhase(
  sums: PhaseSums,
  { learner: { sampler, phases, room }, values }: PersistentLearner,
  visible: ActiveUnits,
  key: Uint32Array,
): void {
  if (phases.statistics === 'samples') {
    computeHiddenInput(sampler, visible);
    const hidden = room.hidden;
    sampleHidden(hidden, sampler, key);
    values.fill(0);
    for (let n = 0; n < hidden.count; n++) values[hidden.active[n]] = ONE;
  } else {
    computeExactHiddenInput(sampler, visible);
    const { hiddenInput } = sampler.room;
    for (let j = 0; j < values.length; j++) values[j] = Math.round(ONE * sigmoid(hiddenInput[j]));
  }
  addRow(sums, visible, ONE, values);
}

/** The visible units of chains, as rows of bits that begin on whole bytes, as a model file has them. */
export function bitRowsOf(chains: readonly GibbsChain[], columns: number): BitRows {
  const width = 8 * Math.ceil(columns / 8);
  const bits = new Uint32Array(wordsFor(chains.length * width));
  for (const [c, { visible }] of chains.entries()) {
    for (let n = 0; n < visible.count; n++) setBit(bits, c * width + visible.active[n]);
  }
  return { bits, starts: Uint32Array.from(chains, (_, c) => c * width), columns };
}
