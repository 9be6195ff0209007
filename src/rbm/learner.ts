/**
 * Learning a batch: the gradient of its examples, and one step along it.
 *
 * @module
 */
import { activeBits } from '../math/active-bits.ts';
import type { BitRows } from '../math/bit-rows.ts';
import { fillUniforms, PURPOSE, streamKey } from '../math/random.ts';
import {
  type CdRoom,
  contrast,
  createCdRoom,
  type Draw,
  differences,
  type Statistics,
} from './contrastive-divergence.ts';
import { createGradient, type Gradient } from './gradient.ts';
import type { Rbm } from './rbm.ts';
import { type Step, updateRbm, type Velocity } from './update.ts';

/** A machine with what it needs to learn. Parameters and velocity are all of its memory: randomness has addresses. */
export interface Learner {
  readonly rbm: Rbm;
  readonly velocity: Velocity;
  readonly gradient: Gradient;
  readonly room: CdRoom;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
}

/** What decides a batch's gradient, apart from its examples. */
export interface Contrasting {
  /** Gibbs steps of contrastive divergence, 1–1,000. */
  readonly cd: number;
  readonly statistics: Statistics;
  /** How often the examples have been seen before: each time they draw other random numbers. */
  readonly epoch: number;
}

/** Rounds an epoch may draw for one example: 2·1,000 + 2 at most. */
const ROUNDS_AN_EPOCH = 2048;

/** A learner that has learnt nothing yet. */
export function createLearner(rbm: Rbm, seed: Uint32Array): Learner {
  return {
    rbm,
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
  const { rbm, velocity, gradient, room } = learner;
  const draw = drawFor(learner.seed, contrasting.epoch);
  let wrong = 0;
  for (let n = from; n < to; n++) {
    room.data.count = activeBits(room.data.active, rows, order[n]);
    contrast(gradient, rbm, room, contrasting.cd, contrasting.statistics, draw, order[n]);
    wrong += differences(room.data, room.visible);
  }
  updateRbm(rbm, velocity, gradient, to - from, step);
  return wrong;
}

/** Each example's own stream of random numbers: (seed, training, example, epoch and half-step). */
function drawFor(seed: Uint32Array, epoch: number): Draw {
  const key = new Uint32Array(2);
  return (uniforms, example, round) => {
    streamKey(key, seed, PURPOSE.training, example, epoch * ROUNDS_AN_EPOCH + round);
    fillUniforms(uniforms, key);
  };
}
