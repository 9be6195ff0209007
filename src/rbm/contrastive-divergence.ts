/**
 * Contrastive divergence: what an example teaches, estimated by a short Gibbs chain that starts at it.
 *
 * @module
 */
import { PURPOSE, streamKey } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { addProbabilities, addSamples, type Gradient, ONE } from './gradient.ts';
import type { Rbm } from './rbm.ts';
import {
  type ActiveUnits,
  computeHiddenInput,
  createUnits,
  type Sampler,
  sampleHidden,
  sampleVisible,
} from './sampler.ts';

/**
 * How a hidden unit counts in the statistics: with its probability (less noise: Hinton's advice), or with a sample of its
 * own, drawn afresh (as the original program does).
 */
export type Statistics = 'probabilities' | 'samples';

/** What decides a batch's gradient, apart from its examples. */
export interface Contrasting {
  /** Gibbs steps of contrastive divergence, 1–1,000. */
  readonly cd: number;
  readonly statistics: Statistics;
  /** How often the examples have been seen before, 0–1,000,000: each time they draw other random numbers. */
  readonly epoch: number;
}

/** Rounds an epoch may draw for one example: 2·1,000 + 2 at most. */
export const ROUNDS_AN_EPOCH = 2048;

/** Room for one example's chain. */
export interface CdRoom {
  /** The example: the caller lists its active units here. */
  readonly data: ActiveUnits;
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** shape [hidden] */
  readonly values: Int32Array;
  /** shape [2] */
  readonly key: Uint32Array;
}

/** Room for the chains of a machine's size. */
export function createCdRoom(rbm: Rbm): CdRoom {
  return {
    data: createUnits(rbm.visible),
    visible: createUnits(rbm.visible),
    hidden: createUnits(rbm.hidden),
    values: new Int32Array(rbm.hidden),
    key: new Uint32Array(2),
  };
}

/**
 * Adds one example to the gradient: its own statistics less those of its reconstruction after k Gibbs steps.
 *
 * Its random numbers are those of stream (seed, training, example, 2048·epoch + round): rounds 0 to 2k − 1 for the chain's
 * hidden and visible layers in turn, 2k and 2k + 1 for the hidden layers of the statistics.
 *
 * Source: Hinton (2002), "Training products of experts by minimizing contrastive divergence".
 *
 * @param gradient - added to
 * @param room - `room.data` holds the example; afterwards `room.visible` holds its reconstruction
 * @param seed - shape [4]
 * @param example - its number, 0–2³²−1
 */
export function contrast(
  gradient: Gradient,
  sampler: Sampler,
  room: CdRoom,
  { cd, statistics, epoch }: Contrasting,
  seed: Uint32Array,
  example: number,
): void {
  const { data, visible, hidden, key } = room;
  const first = epoch * ROUNDS_AN_EPOCH;

  computeHiddenInput(sampler, data);
  streamKey(key, seed, PURPOSE.training, example, first + 2 * cd);
  addPhase(gradient, sampler, room, data, statistics, 1);

  for (let step = 0; step < cd; step++) {
    if (step > 0) computeHiddenInput(sampler, visible);
    streamKey(key, seed, PURPOSE.training, example, first + 2 * step);
    sampleHidden(hidden, sampler, key);
    streamKey(key, seed, PURPOSE.training, example, first + 2 * step + 1);
    sampleVisible(visible, sampler, hidden, key);
  }

  computeHiddenInput(sampler, visible);
  streamKey(key, seed, PURPOSE.training, example, first + 2 * cd + 1);
  addPhase(gradient, sampler, room, visible, statistics, -1);
}

/** Adds one phase, `sampler.hiddenInput` being the inputs of the hidden units that `visible` gives. */
function addPhase(
  gradient: Gradient,
  sampler: Sampler,
  { hidden, values, key }: CdRoom,
  visible: ActiveUnits,
  statistics: Statistics,
  sign: 1 | -1,
): void {
  if (statistics === 'samples') {
    sampleHidden(hidden, sampler, key);
    addSamples(gradient, visible, hidden, sign);
    return;
  }
  // The sign stands outside: halves round upwards, and a reconstruction equal to its example must leave nothing.
  for (let j = 0; j < values.length; j++) values[j] = sign * Math.round(ONE * sigmoid(sampler.hiddenInput[j]));
  addProbabilities(gradient, visible, values, sign);
}

/** How many units differ between two layers. Both lists ascend. */
export function differences(a: ActiveUnits, b: ActiveUnits): number {
  let shared = 0;
  for (let m = 0, n = 0; m < a.count && n < b.count; ) {
    const gap = a.active[m] - b.active[n];
    if (gap === 0) shared++;
    if (gap <= 0) m++;
    if (gap >= 0) n++;
  }
  return a.count + b.count - 2 * shared;
}
