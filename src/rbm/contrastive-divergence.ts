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
const ROUNDS_AN_EPOCH = 2048;

/** Examples whose chains run together: their weights are then fetched once for all, and more would not help. */
export const TOGETHER: number = 32;

/** Room for the chains of {@link TOGETHER} examples. */
export interface CdRoom {
  /** The examples at first, then their reconstructions. */
  readonly visible: readonly ActiveUnits[];
  readonly hidden: readonly ActiveUnits[];
  /** The hidden layer of the statistics. */
  readonly counted: ActiveUnits;
  /** shape [hidden] */
  readonly values: Int32Array;
  /** shape [2·TOGETHER] */
  readonly keys: Uint32Array;
}

/** Room for the chains of a machine's size. */
export function createCdRoom({ visible, hidden }: Rbm): CdRoom {
  return {
    visible: Array.from({ length: TOGETHER }, () => createUnits(visible)),
    hidden: Array.from({ length: TOGETHER }, () => createUnits(hidden)),
    counted: createUnits(hidden),
    values: new Int32Array(hidden),
    keys: new Uint32Array(2 * TOGETHER),
  };
}

/**
 * Adds examples to the gradient: the statistics of each less those of its reconstruction after k Gibbs steps.
 *
 * The random numbers of an example are those of stream (seed, training, example, 2048·epoch + round): rounds 0 to 2k − 1 for
 * the chain's hidden and visible layers in turn, 2k and 2k + 1 for the hidden layers of the statistics.
 *
 * Source: Hinton (2002), "Training products of experts by minimizing contrastive divergence".
 *
 * @param gradient - added to
 * @param room - `room.visible` holds the examples; afterwards their reconstructions
 * @param seed - shape [4]
 * @param examples - shape [≥ from + count], their numbers from `from` on
 * @param count - how many, at most {@link TOGETHER}
 */
export function contrast(
  gradient: Gradient,
  sampler: Sampler,
  room: CdRoom,
  { cd, statistics, epoch }: Contrasting,
  seed: Uint32Array,
  examples: Uint32Array,
  from: number,
  count: number,
): void {
  const { visible, hidden, keys } = room;
  const setKeys = (round: number): void => {
    for (let e = 0; e < count; e++) {
      streamKey(keys, seed, PURPOSE.training, examples[from + e], epoch * ROUNDS_AN_EPOCH + round, 2 * e);
    }
  };
  const addPhase = (sign: 1 | -1, round: number): void => {
    setKeys(round);
    for (let e = 0; e < count; e++) {
      computeHiddenInput(sampler, visible[e]);
      addExample(gradient, sampler, room, visible[e], statistics, sign, keys[2 * e], keys[2 * e + 1]);
    }
  };

  addPhase(1, 2 * cd);
  for (let step = 0; step < cd; step++) {
    setKeys(2 * step);
    for (let e = 0; e < count; e++) {
      computeHiddenInput(sampler, visible[e]);
      sampleHidden(hidden[e], sampler, keys[2 * e], keys[2 * e + 1]);
    }
    setKeys(2 * step + 1);
    sampleVisible(visible, sampler, hidden, keys, count);
  }
  addPhase(-1, 2 * cd + 1);
}

/** Adds one phase of an example, `sampler.hiddenInput` being the inputs of the hidden units that `visible` gives. */
function addExample(
  gradient: Gradient,
  sampler: Sampler,
  { counted, values }: CdRoom,
  visible: ActiveUnits,
  statistics: Statistics,
  sign: 1 | -1,
  key0: number,
  key1: number,
): void {
  if (statistics === 'samples') {
    sampleHidden(counted, sampler, key0, key1);
    addSamples(gradient, visible, counted, sign);
    return;
  }
  // The sign stands outside: halves round upwards, and a reconstruction equal to its example must leave nothing.
  for (let j = 0; j < values.length; j++) values[j] = sign * Math.round(ONE * sigmoid(sampler.hiddenInput[j]));
  addProbabilities(gradient, visible, values, sign);
}
