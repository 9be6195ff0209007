/**
 * Persistent contrastive divergence: the negative phases are those of chains of their own, which go on from update to update,
 * instead of chains that start anew at each example.
 *
 * A chain that starts at an example never gets far from it, so plain contrastive divergence does not find what else the
 * model makes likely. Chains that are never reset find it.
 *
 * Source: Tieleman (2008), "Training restricted Boltzmann machines using approximations to the likelihood gradient".
 *
 * @module
 */
import { type BitRows, setBit, wordsFor } from '../../math/bits/bit-rows.ts';
import type { Allocator } from '../../math/memory/allocator.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import type { Rbm } from '../rbm.ts';
import { createChain, type GibbsChain, startFromNoise } from '../sampling/gibbs-chain.ts';
import { runPlainChain } from '../sampling/plain-sampler.ts';
import { keepPhase } from './contrastive-divergence.ts';
import type { PlainLearner } from './plain-learner.ts';

/**
 * The number of the first persistent chain: chains that generate have numbers below it, so that with one seed the two never
 * draw the same numbers.
 */
export const FIRST_CHAIN = 2147483648;

/**
 * Chains that start from noise as the visible biases have it. Chain c has the address (seed, chain, 2³¹ + c): it does not depend
 * on how many others there are.
 *
 * @param count - 0–32,767
 */
export function createPersistentChains(rbm: Rbm, seed: Uint32Array, count: number, allocate: Allocator): GibbsChain[] {
  return Array.from({ length: count }, (_, c) => {
    const chain = createChain({ rbm }, seed, FIRST_CHAIN + c, PURPOSE.chain, allocate);
    startFromNoise(chain, { rbm });
    return chain;
  });
}

/** Runs chain `c` of a learner `steps` on, and keeps its phase. */
export function continueChain(learner: PlainLearner, c: number, steps: number): void {
  const { chains, phases, sampler, workspace } = learner;
  const chain = chains[c];
  runPlainChain(chain, sampler, steps);
  // With samples these are the chain's own next hidden units: the statistics cost no other draw.
  streamKey(workspace.key, chain.seed, PURPOSE.chain, chain.index, 2 * chain.step);
  keepPhase(learner, phases.positives + c, chain.visible);
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
