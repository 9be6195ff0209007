/**
 * Contrastive divergence: what an example teaches, estimated by a short Gibbs chain that starts at it.
 *
 * @module
 */
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import type { Rbm } from '../rbm.ts';
import {
  type ActiveUnits,
  computeExactHiddenInput,
  computeHiddenInput,
  createUnits,
  type Sampler,
  sampleHidden,
  sampleVisible,
} from '../sampling/sampler.ts';
import { keepProbabilities, keepSamples, type Phases } from './phases.ts';

/** What decides a batch's gradient, apart from its examples. */
export interface CdOptions {
  /** Gibbs steps of contrastive divergence, 1–1,000. */
  readonly cd: number;
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
  /** shape [2] */
  readonly key: Uint32Array;
}

/** Room for the chains of a machine's size. */
export function createCdRoom(rbm: Rbm): CdRoom {
  return {
    data: createUnits(rbm.visible),
    visible: createUnits(rbm.visible),
    hidden: createUnits(rbm.hidden),
    key: new Uint32Array(2),
  };
}

/**
 * Runs the chain of one example, and keeps its two phases: the example, and its reconstruction after k Gibbs steps.
 *
 * Its random numbers are those of stream (seed, training, example, 2048·epoch + round): rounds 0 to 2k − 1 for the chain's
 * hidden and visible layers in turn, 2k and 2k + 1 for the hidden layers of the statistics.
 *
 * Source: Hinton (2002), "Training products of experts by minimizing contrastive divergence".
 *
 * @param phases - phases `slot` and `most + slot` are overwritten
 * @param room - `room.data` holds the example; afterwards `room.visible` holds its reconstruction
 * @param seed - shape [4]
 * @param example - its number, 0–2³²−1
 */
export function contrast(
  phases: Phases,
  slot: number,
  sampler: Sampler,
  room: CdRoom,
  { cd, epoch }: CdOptions,
  seed: Uint32Array,
  example: number,
): void {
  const { data, visible, hidden, key } = room;
  const first = epoch * ROUNDS_AN_EPOCH;
  const compute = phases.statistics === 'samples' ? computeHiddenInput : computeExactHiddenInput;

  compute(sampler, data);
  streamKey(key, seed, PURPOSE.training, example, first + 2 * cd);
  keepPhase(phases, slot, sampler, room, data);

  for (let step = 0; step < cd; step++) {
    if (step > 0) computeHiddenInput(sampler, visible);
    streamKey(key, seed, PURPOSE.training, example, first + 2 * step);
    sampleHidden(hidden, sampler, key);
    streamKey(key, seed, PURPOSE.training, example, first + 2 * step + 1);
    sampleVisible(visible, sampler, hidden, key);
  }

  compute(sampler, visible);
  streamKey(key, seed, PURPOSE.training, example, first + 2 * cd + 1);
  keepPhase(phases, phases.most + slot, sampler, room, visible);
}

/** Keeps one phase, the hidden layer's inputs being those that `visible` gives. */
function keepPhase(
  phases: Phases,
  phase: number,
  sampler: Sampler,
  { hidden, key }: CdRoom,
  visible: ActiveUnits,
): void {
  if (phases.statistics === 'samples') {
    sampleHidden(hidden, sampler, key);
    keepSamples(phases, phase, visible, hidden);
  } else {
    keepProbabilities(phases, phase, visible, sampler.room.hiddenInput);
  }
}
