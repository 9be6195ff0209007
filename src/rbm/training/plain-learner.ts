/**
 * Learning a batch in plain TypeScript: the chains of its phases, and one step up their gradient.
 *
 * Most of it comes in tiles, so that several threads can share one batch: any phases, then any visible units. What threads share
 * are whole numbers, or written by one thread alone; so the bits do not depend on the division.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import { type BitRows, getBit } from '../../math/bits/bit-rows.ts';
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { reconstruct } from '../diagnostics/reconstruction-error.ts';
import { createGradient, type Gradient, sortPhases } from '../kernels/gradient.ts';
import { repackRows } from '../packed/packed-rows.ts';
import { repackAll } from '../packed/packed-weights.ts';
import { createRbm, type Rbm } from '../rbm.ts';
import type { ActiveUnits } from '../sampling/active-units.ts';
import { createPlainSampler, type PlainSampler } from '../sampling/plain-sampler.ts';
import { createOffsets, moveCentredHidden, moveCentredUnit, startCentred } from './centred-update.ts';
import { type CdOptions, type CdWorkspace, contrast, createCdWorkspace } from './contrastive-divergence.ts';
import type { Learner } from './learner.ts';
import { continueChain, createPersistentChains } from './persistent-chains.ts';
import { createPhases, type HiddenStatistics, type Phases } from './phases.ts';
import { startUpdate, type UpdateOptions, updateHidden, updateUnit } from './update.ts';

/** A learner with its inner state. */
export interface PlainLearner extends Learner {
  readonly sampler: PlainSampler;
  readonly phases: Phases;
  /** shape [visible, hidden]: the gradient of the weights, on the way to that of the hidden biases; empty without chains */
  readonly slopes: Float64Array;
  readonly gradient: Gradient;
  readonly workspace: CdWorkspace;
}

/** What the learners of several threads share: all but what each thread writes to for itself. */
export type SharedLearner = Pick<
  PlainLearner,
  'rbm' | 'velocity' | 'phases' | 'seed' | 'chains' | 'offsets' | 'slopes'
>;

/**
 * A learner that has learnt nothing yet.
 *
 * @param seed - shape [4], from `seedState`
 * @param batch - the most examples in a batch, 1–32,767
 * @param chains - persistent chains, 0–32,767, not checked; they start from noise, as the visible biases have it that the machine has now
 * @param centredOn - rows whose means are taken out of the gradient; none: the plain gradient. Only with persistent chains
 * @throws {HarmoniumError} `option-range`
 */
export function createPlainLearner(
  rbm: Rbm,
  seed: Uint32Array,
  batch: number,
  statistics: HiddenStatistics,
  chains: number,
  centredOn?: BitRows,
  _averaged: boolean = false,
  allocate: Allocator = ordinaryArrays,
): PlainLearner {
  return withWorkspace(
    {
      rbm,
      velocity: createRbm(rbm.visible, rbm.hidden, allocate),
      phases: createPhases(rbm, batch, statistics, chains, allocate),
      seed,
      chains: createPersistentChains(rbm, seed, chains, allocate),
      offsets: createOffsets(rbm, centredOn, allocate),
      slopes: allocate(Float64Array, chains && rbm.w.length),
    },
    createPlainSampler(rbm, 1, allocate),
    allocate,
  );
}

/** A learner that writes to memory of its own: one for each thread. */
export function withWorkspace(shared: SharedLearner, sampler: PlainSampler, allocate: Allocator): PlainLearner {
  const { rbm, phases } = shared;
  const refresh = (): void => repackAll(sampler);
  const learner: PlainLearner = {
    ...shared,
    sampler,
    gradient: createGradient(rbm, phases, allocate),
    workspace: createCdWorkspace(rbm, allocate),
    learn: (...batch) => learnBatch(learner, ...batch),
    refresh,
    endEpoch: refresh,
    reconstruct: (...rows) => reconstruct(learner, ...rows),
  };
  return learner;
}

/**
 * Learns the rows `order[from]` to `order[to − 1]` as one batch. A row's random numbers depend on its number and the epoch,
 * not on its place.
 *
 * @param order - row numbers
 * @returns how many bits the reconstructions had wrong, over the whole batch; 0 with persistent chains
 */
export function learnBatch(
  learner: PlainLearner,
  rows: BitRows,
  order: Uint32Array,
  from: number,
  to: number,
  options: CdOptions,
  update: UpdateOptions,
): number {
  const { sampler, chains } = learner;
  const examples = to - from;
  const wrong = phaseTile(learner, rows, order, from, to, 0, examples + chains.length, options);
  startStep(learner, examples, update);
  const fit = visibleTile(learner, 0, sampler.packed.blocks);
  finishBatch(learner, fit);
  return wrong;
}

/**
 * Runs the chains of pieces `first` to `last` − 1 of a batch's phases: of an example each, and then of a persistent chain each. It
 * reads the parameters, and writes the phases of these pieces.
 *
 * @returns how many bits the reconstructions had wrong
 */
export function phaseTile(
  learner: PlainLearner,
  rows: BitRows,
  order: Uint32Array,
  from: number,
  to: number,
  first: number,
  last: number,
  options: CdOptions,
): number {
  const { workspace, chains } = learner;
  const { data, visible } = workspace;
  let wrong = 0;
  for (let n = first; n < last; n++) {
    const row = order[from + n];
    if (from + n >= to) {
      continueChain(learner, from + n - to, options.cd);
    } else {
      data.count = activeBits(data.active, rows, row);
      contrast(learner, n, options, row);
      if (chains.length === 0) wrong += wrongBits(rows, row, data, visible);
    }
  }
  return wrong;
}

/** In how many units a reconstruction differs from row `row`, whose units that are on are `data`. */
export function wrongBits({ bits, starts }: BitRows, row: number, data: ActiveUnits, visible: ActiveUnits): number {
  const { active, count } = visible;
  let shared = 0;
  for (let n = 0; n < count; n++) shared += getBit(bits, starts[row] + active[n]);
  return data.count + count - 2 * shared;
}

/** Begins a step: each thread makes ready what it needs for its tiles of units, when all phases are there. */
export function startStep(learner: PlainLearner, examples: number, update: UpdateOptions): void {
  const { gradient, phases, chains } = learner;
  sortPhases(gradient, phases, examples, chains.length || examples);
  (chains.length > 0 ? startCentred : startUpdate)(learner, examples, update);
}

/**
 * Takes the step of the visible units of blocks `first` to `last` − 1, their weights, biases and packed copies, up the gradient of
 * all phases of the batch. It writes what belongs to these units.
 *
 * @returns whether the packed sums of these units still fit
 */
export function visibleTile(learner: PlainLearner, first: number, last: number): boolean {
  const { sampler, chains, gradient } = learner;
  const { rbm, packed } = sampler;
  const { scales, starts } = gradient;
  const move = chains.length > 0 ? moveCentredUnit : updateUnit;
  const isPlain = chains.length === 0 && scales[2] === 0 && scales[3] === 0;
  let fit = true;
  for (let block = first; block < last; block++) {
    const end = Math.min(4 * block + 4, rbm.visible);
    for (let unit = 4 * block; unit < end; unit++) {
      // Of 2,340 rows in a batch of 100 windows 1,000 have no gradient, in one of 9 nearly 2,000.
      if (!isPlain || starts[unit] < starts[unit + 1]) fit = move(learner, unit, isPlain) && fit;
    }
    if (!isPlain) fit = repackRows(packed, rbm, block) && fit;
  }
  return fit;
}

/** Ends a batch of which all tiles are done: hidden biases; and other packed sums unless those of all tiles `fit`. */
export function finishBatch(learner: PlainLearner, fit: boolean): void {
  (learner.chains.length > 0 ? moveCentredHidden : updateHidden)(learner);
  if (!fit) repackAll(learner.sampler);
}
