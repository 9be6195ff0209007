/**
 * Learning a batch: the gradient of its examples, and one step along it.
 *
 * @module
 */
import { activeBits } from '../math/active-bits.ts';
import { type BitRows, getBit } from '../math/bit-rows.ts';
import { type CdRoom, type Contrasting, contrast, createCdRoom, TOGETHER } from './contrastive-divergence.ts';
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
  let inLanes = 0;
  for (let n = from; n < to; n += TOGETHER) {
    const count = Math.min(TOGETHER, to - n);
    if (inLanes + count > MOST_IN_LANES) {
      spillLanes(gradient, rbm.hidden);
      inLanes = 0;
    }
    for (let e = 0; e < count; e++) {
      const units = room.visible[e];
      units.count = activeBits(units.active, rows, order[n + e]);
      wrong += units.count;
    }
    contrast(gradient, sampler, room, contrasting, seed, order, n, count);
    for (let e = 0; e < count; e++) {
      const { active, count: on } = room.visible[e];
      wrong += on - 2 * sharedBits(active, on, rows, order[n + e]);
    }
    inLanes += count;
  }
  updateRbm(rbm, packed, velocity, gradient, to - from, step);
  return wrong;
}

/** How many of the units in a list are on in a row. */
function sharedBits(active: Uint32Array, count: number, { bits, starts }: BitRows, row: number): number {
  let shared = 0;
  for (let n = 0; n < count; n++) shared += getBit(bits, starts[row] + active[n]);
  return shared;
}
