/**
 * What moves Gibbs chains on: a machine made ready for sampling.
 *
 * @module
 */
import { checkNumber } from '../../check.ts';
import { type Kernels, tableOf } from '../kernels/kernels.ts';
import { checkRbm, type Rbm } from '../rbm.ts';
import type { GibbsChain } from './gibbs-chain.ts';
import { createPlainSampler } from './plain-sampler.ts';

/** A machine made ready for sampling. Its parameters must not change. */
export interface Sampler {
  readonly rbm: Rbm;
  /** 1/T is what inputs are multiplied by before the logistic. */
  readonly temperature: number;
  /** Moves chains on, each `steps` Gibbs steps, which are not checked. */
  run(chains: readonly GibbsChain[], steps: number): void;
}

/**
 * Makes a machine ready for sampling.
 *
 * @param temperature - 0.01–100; 1 for the machine's own distribution, less is tamer, more is wilder
 * @param kernels - plain ones by default
 * @throws {HarmoniumError} `option-range`; `length` or `model-weights` for an invalid machine
 */
export function createSampler(rbm: Rbm, temperature: number = 1, kernels?: Kernels): Sampler {
  checkRbm(rbm);
  checkNumber('temperature', temperature, 0.01, 100);
  return (tableOf(kernels)?.createSampler ?? createPlainSampler)(rbm, temperature);
}
