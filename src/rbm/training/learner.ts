/**
 * Learning a batch: the chains of its examples, and one step up their gradient.
 *
 * Both halves come in tiles, so that several workers can share one: any examples, then any visible units.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import { type BitRows, getBit } from '../../math/bits/bit-rows.ts';
import { createGradient, type Gradient, sortPhases } from '../kernels/gradient.ts';
import { repackAll } from '../packed/packed-weights.ts';
import type { Rbm } from '../rbm.ts';
import { type ActiveUnits, createSampler, type Sampler } from '../sampling/sampler.ts';
import { type CdOptions, type CdRoom, contrast, createCdRoom } from './contrastive-divergence.ts';
import { createPhases, type Phases, type Statistics } from './phases.ts';
import { type Step, updateHidden, updateVisible, type Velocity } from './update.ts';

/**
 * A machine with what it needs to learn. Parameters and velocity are all of its memory: randomness has addresses. As long
 * as it learns, its parameters must not be changed by others.
 */
export interface Learner {
  readonly sampler: Sampler;
  readonly velocity: Velocity;
  readonly phases: Phases;
  readonly gradient: Gradient;
  readonly room: CdRoom;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
}

/**
 * A learner that has learnt nothing yet.
 *
 * @param seed - shape [4], from `seedState`
 * @param batch - the most examples in a batch, 1–32,767
 * @throws {HarmoniumError} `option-range`
 */
export function createLearner(rbm: Rbm, seed: Uint32Array, batch: number, statistics: Statistics): Learner {
  const phases = createPhases(rbm, batch, statistics);
  return {
    sampler: createSampler(rbm),
    velocity: {
      w: new Float32Array(rbm.w.length),
      bv: new Float32Array(rbm.bv.length),
      bh: new Float32Array(rbm.bh.length),
    },
    phases,
    gradient: createGradient(rbm.visible, phases),
    room: createCdRoom(rbm),
    seed,
  };
}

/**
 * Learns the rows `order[from]` to `order[to − 1]` as one batch. A row's random numbers depend on its number and the epoch,
 * not on its place.
 *
 * @param order - row numbers
 * @returns how many bits the reconstructions had wrong, over the whole batch
 */
export function learnBatch(
  learner: Learner,
  rows: BitRows,
  order: Uint32Array,
  from: number,
  to: number,
  contrasting: CdOptions,
  step: Step,
): number {
  const examples = to - from;
  const wrong = contrastTile(learner, rows, order, from, 0, examples, contrasting);
  sortPhases(learner.gradient, learner.phases, examples);
  const fit = stepTile(learner, examples, step, 0, learner.sampler.packed.quads);
  finishStep(learner, examples, step, fit);
  return wrong;
}

/**
 * Runs the chains of examples `first` to `last` − 1 of the batch that begins at `order[from]`. It reads the parameters, and
 * writes the phases of these examples.
 *
 * @returns how many bits their reconstructions had wrong
 */
export function contrastTile(
  learner: Learner,
  rows: BitRows,
  order: Uint32Array,
  from: number,
  first: number,
  last: number,
  contrasting: CdOptions,
): number {
  const { sampler, phases, room, seed } = learner;
  let wrong = 0;
  for (let n = first; n < last; n++) {
    const row = order[from + n];
    room.data.count = activeBits(room.data.active, rows, row);
    contrast(phases, n, sampler, room, contrasting, seed, row);
    wrong += room.data.count + room.visible.count - 2 * sharedBits(rows, row, room.visible);
  }
  return wrong;
}

/** How many of these units are on in row `row`. */
function sharedBits({ bits, starts }: BitRows, row: number, { active, count }: ActiveUnits): number {
  let shared = 0;
  for (let n = 0; n < count; n++) shared += getBit(bits, starts[row] + active[n]);
  return shared;
}

/**
 * Takes the step of the visible units of quads `first` to `last` − 1, their weights and biases, up the gradient of all phases
 * of the batch, which have been sorted. It writes what belongs to these units.
 *
 * @returns whether the packed sums of these units still fit
 */
export function stepTile(learner: Learner, examples: number, step: Step, first: number, last: number): boolean {
  const { sampler, velocity, gradient, phases } = learner;
  return updateVisible(sampler, velocity, gradient, phases, examples, step, first, last);
}

/** Ends a step of which all tiles are done: hidden biases; and other packed sums unless those of all tiles `fit`. */
export function finishStep(learner: Learner, examples: number, step: Step, fit: boolean): void {
  const { sampler, velocity, gradient, phases } = learner;
  updateHidden(sampler, velocity, gradient, phases, examples, step);
  if (!fit) repackAll(sampler.packed, sampler.rbm);
}
