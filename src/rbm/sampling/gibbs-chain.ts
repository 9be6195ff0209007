/**
 * A Gibbs chain: visible and hidden layer sampled in turn, each given the other.
 *
 * @module
 */
import { checkArray, checkInteger, checkLength } from '../../check.ts';
import type { InParts } from '../../in-parts.ts';
import type { Allocator } from '../../math/memory/allocator.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import { sampleInputs } from '../kernels/sample-inputs.ts';
import { type LogitBounds, logitBounds } from '../packed/logit-bounds.ts';
import { type ActiveUnits, createUnits } from './active-units.ts';
import type { Sampler } from './sampler.ts';

/** For noise, whose temperature is always 1. Made once: it takes as long as several Gibbs steps. */
const NOISE_BOUNDS: LogitBounds = logitBounds(1);

/** One chain of a machine. Its random numbers depend on seed, purpose, index and step alone: not on other chains. */
export interface GibbsChain {
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
  /** What its steps draw their numbers for, one of `PURPOSE`. */
  readonly purpose: number;
  /** Which chain of the seed's, 0–2³²−1. */
  readonly index: number;
  /** Gibbs steps taken, below 2³¹. */
  step: number;
  /** shape [2]: scratch for a stream's key */
  readonly key: Uint32Array;
}

/**
 * A chain whose units are all off, for a machine of the sampler's size.
 *
 * @param seed - shape [4], from `seedState`
 * @param index - which chain of the seed's, 0–2³²−1: from 2³¹ on those of persistent training
 * @param purpose - one of `PURPOSE`: chains of another one share no numbers with these
 * @throws {HarmoniumError} `length`, `option-range`
 */
export function createChain(
  { rbm }: Pick<Sampler, 'rbm'>,
  seed: Uint32Array,
  index: number,
  purpose: number = PURPOSE.chain,
  allocate?: Allocator,
): GibbsChain {
  checkArray('seed', seed, 'Uint32Array');
  checkLength('seed', seed, 4);
  checkInteger('index', index, 0, 4294967295);
  return {
    visible: createUnits(rbm.visible, allocate),
    hidden: createUnits(rbm.hidden, allocate),
    seed,
    purpose,
    index,
    step: 0,
    key: new Uint32Array(2),
  };
}

/**
 * Starts a chain from noise: each visible unit on with the probability that its bias alone gives it.
 *
 * With biases set from the data's means, this noise is as dense as the music, and a chain converges sooner from it than from
 * half of all units on.
 *
 * @param purpose - what it draws its numbers for, one of `PURPOSE`
 */
export function startFromNoise(
  { visible, key, seed, index }: GibbsChain,
  { rbm }: Pick<Sampler, 'rbm'>,
  purpose: number = PURPOSE.start,
): void {
  streamKey(key, seed, purpose, index, 0);
  visible.count = sampleInputs(visible.active, Float64Array.from(rbm.bv), NOISE_BOUNDS, 1, key[0], key[1]);
}

/**
 * Moves a chain `steps` Gibbs steps on: each samples all hidden units, then all visible ones.
 *
 * @throws {HarmoniumError} `option-range` for `steps`: the chain's own are counted below 2³¹
 */
export function runChain(chain: GibbsChain, sampler: Sampler, steps: number): void {
  checkInteger('steps', steps, 0, 2147483647 - chain.step);
  sampler.run([chain], steps);
}

/** {@link runChain} in parts: it yields after each step. */
export function* runChainInParts(chain: GibbsChain, sampler: Sampler, steps: number): InParts<void> {
  checkInteger('steps', steps, 0, 2147483647 - chain.step);
  for (let s = 1; s <= steps; s++) {
    runChain(chain, sampler, 1);
    yield s / steps;
  }
}
