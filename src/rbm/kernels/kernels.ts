/**
 * Other ways to compute what the plain kernels compute, to the same bits, with the instructions that a machine has for several numbers
 * at once.
 *
 * @module
 */
import { refuse } from '../../check.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import type { Annealing, Walk } from '../diagnostics/annealed-importance.ts';
import type { Rbm } from '../rbm.ts';
import type { Sampler } from '../sampling/sampler.ts';
import type { Learner } from '../training/learner.ts';
import type { HiddenStatistics } from '../training/phases.ts';

/** Kernels to sample and learn with, in place of the plain ones: the same seed gives the same bytes. `harmonium-rbm/lanes` has some. */
export interface Kernels {
  /** Such as `lanes`. */
  readonly name: string;
}

/** What kernels are, for the library alone. */
export interface KernelTable extends Kernels {
  /** See `createSampler`: of a machine and a temperature that have been checked. */
  createSampler(rbm: Rbm, temperature: number): Sampler;
  /** See `createPlainLearner`. */
  createLearner(
    rbm: Rbm,
    seed: Uint32Array,
    batch: number,
    statistics: HiddenStatistics,
    chains: number,
    centredOn: BitRows | undefined,
    averaged: boolean,
  ): Learner;
  /** See `createPlainWalk`. */
  createWalk(rbm: Rbm, annealing: Annealing): Walk;
}

/**
 * The inner side of kernels; undefined for the plain ones.
 *
 * @throws {HarmoniumError} `option-range` for anything else
 */
export function tableOf(kernels: Kernels | undefined): KernelTable | undefined {
  if (kernels !== undefined && typeof Object(kernels).createLearner !== 'function')
    refuse('kernels', 'those of openLanes()', kernels);
  return kernels as KernelTable | undefined;
}
