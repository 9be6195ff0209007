/**
 * Other ways to compute what the plain kernels compute, to the same bits, with the instructions that a machine has for several numbers
 * at once.
 *
 * @module
 */
import type { BitRows } from '../../math/bits/bit-rows.ts';
import type { Rbm } from '../rbm.ts';
import type { Sampler } from '../sampling/sampler.ts';
import type { Learner } from '../training/learner.ts';
import type { HiddenStatistics } from '../training/phases.ts';

/** Kernels to sample and learn with, in place of the plain ones: same seed, same bytes. `harmonium-rbm/lanes` has some. */
export interface Kernels {
  /** Such as `lanes`. */
  readonly name: string;
  /** See `createSampler`: of a machine and a temperature that have been checked. */
  createSampler(rbm: Rbm, temperature: number): Sampler;
  /** See `createLearner`: of sizes that have been checked. */
  createLearner(
    rbm: Rbm,
    seed: Uint32Array,
    batch: number,
    statistics: HiddenStatistics,
    chains: number,
    centredOn: BitRows | undefined,
  ): Learner;
}
