/**
 * What learns: a machine and all that its training keeps from batch to batch.
 *
 * @module
 */
import type { BitRows } from '../../math/bits/bit-rows.ts';
import type { FreeEnergy } from '../kernels/free-energy.ts';
import { type Kernels, type KernelTable, tableOf } from '../kernels/kernels.ts';
import type { Rbm } from '../rbm.ts';
import type { GibbsChain } from '../sampling/gibbs-chain.ts';
import type { Offsets } from './centred-update.ts';
import type { CdOptions } from './contrastive-divergence.ts';
import type { HiddenStatistics } from './phases.ts';
import { createPlainLearner } from './plain-learner.ts';
import type { UpdateOptions, Velocity } from './update.ts';
import type { WeightSums } from './weight-average.ts';

/**
 * A machine with what it needs to learn. As long as it learns, its parameters must not be changed by others. Parameters,
 * velocity, chains and hidden offsets are all of its state: randomness has addresses.
 */
export interface Learner {
  /** The machine, which learning changes. */
  readonly rbm: Rbm;
  readonly velocity: Velocity;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
  /** Persistent chains; none: contrastive divergence. */
  readonly chains: readonly GibbsChain[];
  /** What is taken out of the gradient; only with persistent chains. */
  readonly offsets: Offsets;
  /**
   * Learns the rows `order[from]` to `order[to − 1]` as one batch. A row's random numbers depend on its number and the epoch,
   * not on its place.
   *
   * @param order - row numbers
   * @returns how many bits the reconstructions had wrong, over the whole batch; 0 with persistent chains
   */
  learn(rows: BitRows, order: Uint32Array, from: number, to: number, options: CdOptions, update: UpdateOptions): number;
  /** Has to be called when others have changed the parameters or the chains. */
  refresh(): void;
  /** Between two epochs: packed sums, whose scale only gets coarser as weights grow, may get a finer one. */
  endEpoch(): void;
  /**
   * Reconstructs rows by one Gibbs step. The random numbers are those of stream (seed, training, row, 2048·epoch + 1 and 2).
   *
   * @returns how many bits are wrong, over all of them
   */
  reconstruct(rows: BitRows, some: readonly number[], epoch: number): number;
  /** Faster than the plain ones, where there are any. */
  readonly freeEnergy?: FreeEnergy;
  /** Memory for the mean of the weights, and what adds the weights to it, likewise. */
  readonly weightSums?: WeightSums | undefined;
}

/** What makes learners; plain kernels by default. Of the others, a learner changes a copy of the machine, in its own memory. */
export function learnerMaker(kernels?: Kernels): KernelTable['createLearner'] {
  return tableOf(kernels)?.createLearner ?? createPlainLearner;
}

/**
 * A learner of `rbm`, which it changes, or of a copy of it in its own memory. Parameters as in `createPlainLearner`.
 *
 * @param averaged - whether the mean of the weights is wanted
 * @param kernels - plain ones by default
 * @throws {HarmoniumError} `option-range`
 */
export function createLearner(
  rbm: Rbm,
  seed: Uint32Array,
  batch: number,
  statistics: HiddenStatistics,
  chains: number = 0,
  centredOn?: BitRows,
  averaged: boolean = false,
  kernels?: Kernels,
): Learner {
  return learnerMaker(kernels)(rbm, seed, batch, statistics, chains, centredOn, averaged);
}
