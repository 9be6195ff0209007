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
import { checkInteger } from '../check.ts';
import { activeBits } from '../math/active-bits.ts';
import { type BitRows, setBit, wordsFor } from '../math/bit-rows.ts';
import { PURPOSE, streamKey } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { type CentredStep, type Offsets, updateCentred } from './centred-update.ts';
import { type Contrasting, ROUNDS_AN_EPOCH, type Statistics } from './contrastive-divergence.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from './gibbs-chain.ts';
import {
  addProbabilities,
  addSamples,
  createGradient,
  type Gradient,
  MOST_EXAMPLES,
  MOST_IN_LANES,
  ONE,
  spillLanes,
} from './gradient.ts';
import type { Learner } from './learner.ts';
import type { ActiveUnits } from './sampler.ts';
import { computeHiddenInput, createUnits, sampleHidden } from './sampler.ts';

/**
 * The number of the first persistent chain: far above those of the chains that generate, so that with one seed the two
 * never draw the same numbers.
 */
export const FIRST_CHAIN = 2147483648;

/** What a learner has besides, to learn so. Chains and offsets are part of its memory. */
export interface PersistentLearner {
  readonly learner: Learner;
  /** Chain c has the address (seed, chain, 2³¹ + c): it does not depend on how many others there are. */
  readonly chains: readonly GibbsChain[];
  readonly offsets: Offsets;
  /** The chains' phase of the gradient; the data's is `learner.gradient`. */
  readonly believed: Gradient;
  /** Room for a hidden layer of the statistics. */
  readonly hidden: ActiveUnits;
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
    believed: createGradient(sampler.rbm),
    hidden: createUnits(sampler.rbm.hidden),
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
  contrasting: Contrasting,
  step: CentredStep,
): void {
  const { learner, chains, believed, offsets } = persistent;
  const { sampler, velocity, gradient } = learner;
  addData(persistent, rows, order, from, to, contrasting);
  moveChains(persistent, 0, chains.length, contrasting);
  updateCentred(sampler.rbm, sampler.packed, velocity, gradient, to - from, believed, chains.length, offsets, step);
}

/** Adds the data's phase of the rows `order[from]` to `order[to − 1]`. */
function addData(
  { learner, hidden }: PersistentLearner,
  rows: BitRows,
  order: Uint32Array,
  from: number,
  to: number,
  { statistics, epoch }: Contrasting,
): void {
  const { sampler, gradient, room, seed } = learner;
  for (let n = from; n < to; n++) {
    room.data.count = activeBits(room.data.active, rows, order[n]);
    computeHiddenInput(sampler, room.data);
    streamKey(room.key, seed, PURPOSE.training, order[n], epoch * ROUNDS_AN_EPOCH);
    addPhase(gradient, learner, room.data, hidden, statistics, room.key);
    if ((n - from) % MOST_IN_LANES === MOST_IN_LANES - 1) spillLanes(gradient, sampler.rbm.hidden);
  }
  spillLanes(gradient, sampler.rbm.hidden);
}

/** Moves the chains `first` to `end` − 1 on and adds their phase. */
function moveChains(
  { learner, chains, believed, hidden }: PersistentLearner,
  first: number,
  end: number,
  { cd, statistics }: Contrasting,
): void {
  const { sampler } = learner;
  for (let c = first; c < end; c++) {
    const chain = chains[c];
    runChain(chain, sampler, cd);
    // With samples these are the chain's own next hidden units: the statistics cost no other draw.
    computeHiddenInput(sampler, chain.visible);
    streamKey(chain.key, chain.seed, PURPOSE.chain, chain.index, 2 * chain.step);
    addPhase(believed, learner, chain.visible, hidden, statistics, chain.key);
    if ((c - first) % MOST_IN_LANES === MOST_IN_LANES - 1) spillLanes(believed, sampler.rbm.hidden);
  }
  spillLanes(believed, sampler.rbm.hidden);
}

/** Adds one row with its hidden units, whose inputs stand in `sampler.hiddenInput`. */
function addPhase(
  gradient: Gradient,
  { sampler, room }: Learner,
  visible: ActiveUnits,
  hidden: ActiveUnits,
  statistics: Statistics,
  key: Uint32Array,
): void {
  if (statistics === 'samples') {
    sampleHidden(hidden, sampler, key);
    addSamples(gradient, visible, hidden, 1);
    return;
  }
  for (let j = 0; j < room.values.length; j++) room.values[j] = Math.round(ONE * sigmoid(sampler.hiddenInput[j]));
  addProbabilities(gradient, visible, room.values, 1);
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
