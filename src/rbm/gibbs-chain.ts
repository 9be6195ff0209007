/**
 * A Gibbs chain: visible and hidden layer sampled in turn, each given the other.
 *
 * @module
 */
import { PURPOSE, streamKey } from '../math/random.ts';
import { logitBounds } from './logit-bounds.ts';
import { sampleInputs } from './sample-inputs.ts';
import {
  type ActiveUnits,
  computeHiddenInput,
  createUnits,
  type Sampler,
  sampleHidden,
  sampleVisible,
} from './sampler.ts';

/** One chain of a machine. Its random numbers depend on seed, index and step alone: not on other chains. */
export interface GibbsChain {
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
  /** Which chain of the seed's, 0–2³²−1. */
  readonly index: number;
  /** Gibbs steps taken, below 2³¹. */
  step: number;
}

/** A chain whose units are all off, for a machine of the sampler's size. */
export function createChain({ rbm }: Sampler, seed: Uint32Array, index: number): GibbsChain {
  return { visible: createUnits(rbm.visible), hidden: createUnits(rbm.hidden), seed, index, step: 0 };
}

/**
 * Starts a chain from noise: each visible unit on with the probability that its bias alone gives it.
 *
 * With biases set from the data's mean that is noise as dense as the music, from which a chain comes home sooner than from
 * half of all units on.
 */
export function startFromNoise({ visible, seed, index }: GibbsChain, { rbm }: Sampler): void {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.start, index, 0);
  visible.count = sampleInputs(visible.active, Float64Array.from(rbm.bv), logitBounds(0, 1, 1), 1, key[0], key[1]);
}

/** Moves a chain `steps` Gibbs steps on: each samples all hidden units, then all visible ones. */
export function runChain(chain: GibbsChain, sampler: Sampler, steps: number): void {
  runChains([chain], sampler, steps);
}

/** Moves chains on together: each goes as it would alone, and a block of weights is fetched once for all. */
export function runChains(chains: readonly GibbsChain[], sampler: Sampler, steps: number): void {
  const visible = chains.map((chain) => chain.visible);
  const hidden = chains.map((chain) => chain.hidden);
  const keys = new Uint32Array(2 * chains.length);
  for (let s = 0; s < steps; s++) {
    for (const [c, chain] of chains.entries()) {
      computeHiddenInput(sampler, chain.visible);
      streamKey(keys, chain.seed, PURPOSE.chain, chain.index, 2 * chain.step, 2 * c);
      sampleHidden(chain.hidden, sampler, keys[2 * c], keys[2 * c + 1]);
      streamKey(keys, chain.seed, PURPOSE.chain, chain.index, 2 * chain.step + 1, 2 * c);
      chain.step++;
    }
    sampleVisible(visible, sampler, hidden, keys, chains.length);
  }
}
