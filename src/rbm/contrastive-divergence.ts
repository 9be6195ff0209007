/**
 * Contrastive divergence: what an example teaches, estimated by a short Gibbs chain that starts at it.
 *
 * @module
 */
import * as PURPOSE from '../math/purpose.ts';
import { streamKey } from '../math/random.ts';
import { keepProbabilities, keepSamples, type Phases } from './phases.ts';
import type { Rbm } from './rbm.ts';
import {
  type ActiveUnits,
  computeExactHiddenInput,
  computeHiddenInput,
  createUnits,
  LAYERS_AT_A_TIME,
  type Sampler,
  sampleHidden,
  sampleSums,
  sumVisible,
} from './sampler.ts';

/** What decides a batch's gradient, apart from its examples. */
export interface Contrasting {
  /** Gibbs steps of contrastive divergence, 1–1,000. */
  readonly cd: number;
  /** How often the examples have been seen before, 0–1,000,000: each time they draw other random numbers. */
  readonly epoch: number;
}

/** Rounds an epoch may draw for one example: 2·1,000 + 2 at most. */
export const ROUNDS_AN_EPOCH = 2048;

/** Room for the chains of LAYERS_AT_A_TIME examples. */
export interface CdRoom {
  /** The examples: the caller lists their active units here. */
  readonly data: readonly ActiveUnits[];
  readonly visible: readonly ActiveUnits[];
  readonly hidden: readonly ActiveUnits[];
  /** shape [2] */
  readonly key: Uint32Array;
}

/** Room for the chains of a machine's size. */
export function createCdRoom({ visible, hidden }: Rbm): CdRoom {
  const layers = (units: number): ActiveUnits[] => Array.from({ length: LAYERS_AT_A_TIME }, () => createUnits(units));
  return { data: layers(visible), visible: layers(visible), hidden: layers(hidden), key: new Uint32Array(2) };
}

/**
 * Runs the chains of a few examples, and keeps two phases of each: the example, and its reconstruction after k Gibbs steps.
 *
 * An example's random numbers are those of stream (seed, training, example, 2048·epoch + round): rounds 0 to 2k − 1 for the
 * chain's hidden and visible layers in turn, 2k and 2k + 1 for the hidden layers of the statistics. The chains take each half
 * of a step together, so that weights are fetched once for all.
 *
 * Source: Hinton (2002), "Training products of experts by minimizing contrastive divergence".
 *
 * @param phases - phases `slot` and `most + slot`, and those after them, are overwritten
 * @param room - `room.data` holds the examples; afterwards `room.visible` holds their reconstructions
 * @param seed - shape [4]
 * @param order - the numbers of the examples, each 0–2³²−1: they are `order[from]` to
 * @param count - `order[from + count − 1]`, at most LAYERS_AT_A_TIME
 */
export function contrast(
  phases: Phases,
  slot: number,
  sampler: Sampler,
  room: CdRoom,
  { cd, epoch }: Contrasting,
  seed: Uint32Array,
  order: Uint32Array,
  from: number,
  count: number,
): void {
  const { data, visible, hidden, key } = room;
  const first = epoch * ROUNDS_AN_EPOCH;
  const compute = phases.statistics === 'samples' ? computeHiddenInput : computeExactHiddenInput;

  for (let n = 0; n < count; n++) {
    compute(sampler, data[n]);
    streamKey(key, seed, PURPOSE.training, order[from + n], first + 2 * cd);
    keepPhase(phases, slot + n, sampler, hidden[n], key, data[n]);
    streamKey(key, seed, PURPOSE.training, order[from + n], first);
    sampleHidden(hidden[n], sampler, key);
  }

  for (let step = 0; step < cd; step++) {
    for (let n = 0; step > 0 && n < count; n++) {
      computeHiddenInput(sampler, visible[n]);
      streamKey(key, seed, PURPOSE.training, order[from + n], first + 2 * step);
      sampleHidden(hidden[n], sampler, key);
    }
    sumVisible(sampler, hidden, count);
    for (let n = 0; n < count; n++) {
      streamKey(key, seed, PURPOSE.training, order[from + n], first + 2 * step + 1);
      sampleSums(visible[n], sampler, hidden[n], n, key);
    }
  }

  for (let n = 0; n < count; n++) {
    compute(sampler, visible[n]);
    streamKey(key, seed, PURPOSE.training, order[from + n], first + 2 * cd + 1);
    keepPhase(phases, phases.most + slot + n, sampler, hidden[n], key, visible[n]);
  }
}

/** Keeps one phase, the hidden layer's inputs being those that `visible` gives. `hidden`: room for a sample of it. */
function keepPhase(
  phases: Phases,
  phase: number,
  sampler: Sampler,
  hidden: ActiveUnits,
  key: Uint32Array,
  visible: ActiveUnits,
): void {
  if (phases.statistics === 'samples') {
    sampleHidden(hidden, sampler, key);
    keepSamples(phases, phase, visible, hidden);
  } else {
    keepProbabilities(phases, phase, visible, sampler.room.hiddenInput);
  }
}
