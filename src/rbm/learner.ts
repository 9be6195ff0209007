/**
 * Learning a batch: the gradient of its examples, and one step along it.
 *
 * @module
 */
import { activeBits } from '../math/active-bits.ts';
import type { BitRows } from '../math/bit-rows.ts';
import { type CdRoom, type Contrasting, contrast, createCdRoom, differences } from './contrastive-divergence.ts';
import { createGradient, type Gradient, MOST_IN_LANES, spillLanes } from './gradient.ts';
import type { Rbm } from './rbm.ts';
import { createSampler, type Sampler } from './sampler.ts';
import { type Step, updateRbm, type Velocity } from './update.ts';

/**
 * A machine with what it needs to learn. Parameters and velocity are all of its memory: randomness has addresses. As long
 * as it learns, its parameters must not be changed by others.
 */
export interface Learner {
  readonly sampler: Sampler;
  readonly velocity: Velocity;
  readonly gradient: Gradient;
  readonly room: CdRoom;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
}

/** A learner that has learnt nothing yet. */
export function createLearner(rbm: Rbm, seed: Uint32Array): Learner {
  return {
    sampler: createSampler(rbm),
    velocity: {
      w: new Float32Array(rbm.w.length),
      bv: new Float32Array(rbm.bv.length),
      bh: new Float32Array(rbm.bh.length),
    },
    gradient: createGradient(rbm),
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
  contrasting: Contrasting,
  step: Step,
): number {
  const { sampler, velocity, gradient, room, seed } = learner;
  const { rbm, packed } = sampler;
  let wrong = 0;
  for (let n = from; n < to; n++) {
    room.data.count = activeBits(room.data.active, rows, order[n]);
    contrast(gradient, sampler, room, contrasting, seed, order[n]);
    wrong += differences(room.data, room.visible);
    if ((n - from) % MOST_IN_LANES === MOST_IN_LANES - 1) spillLanes(gradient, rbm.hidden);
  }
  updateRbm(rbm, packed, velocity, gradient, to - from, step);
  return wrong;
}
