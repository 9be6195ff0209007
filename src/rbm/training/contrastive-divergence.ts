/**
 * Contrastive divergence: what an example teaches, estimated by a short Gibbs chain that starts at it.
 *
 * @module
 */
import type { Allocator } from '../../math/memory/allocator.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import type { Rbm } from '../rbm.ts';
import { type ActiveUnits, createUnits } from '../sampling/active-units.ts';
import { computeExactHiddenInput, computeHiddenInput, sampleHidden, sampleLayers } from '../sampling/plain-sampler.ts';
import { keepProbabilities, keepSamples } from './phases.ts';
import type { PlainLearner } from './plain-learner.ts';

/** What decides a batch's gradient, apart from its examples. */
export interface CdOptions {
  /** Gibbs steps of contrastive divergence, 1–1,000. */
  readonly cd: number;
  /** How often the examples have been seen before, 0–1,000,000: each time they draw other random numbers. */
  readonly epoch: number;
}

/** Rounds an epoch may draw for one example: 2·1,000 + 2 at most. */
export const ROUNDS_AN_EPOCH = 2048;

/** Memory for one example's chain. */
export interface CdWorkspace {
  /** The example: the caller lists its active units here. */
  readonly data: ActiveUnits;
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** shape [2] */
  readonly key: Uint32Array;
}

/** The parts of a learner that its chains need. */
export type CdLearner = Pick<PlainLearner, 'sampler' | 'phases' | 'workspace' | 'seed' | 'chains'>;

/** Memory for the chains of a machine of this size. */
export function createCdWorkspace({ visible, hidden }: Rbm, allocate?: Allocator): CdWorkspace {
  return {
    data: createUnits(visible, allocate),
    visible: createUnits(visible, allocate),
    hidden: createUnits(hidden, allocate),
    key: new Uint32Array(2),
  };
}

/**
 * Runs the chain of one example, and keeps its two phases: the example, and its reconstruction after k Gibbs steps. With
 * persistent chains, k is 0 and there is no reconstruction.
 *
 * Its random numbers are those of stream (seed, training, example, 2048·epoch + round): rounds 0 to 2k − 1 for the chain's
 * hidden and visible layers in turn, 2k and 2k + 1 for the hidden layers of the statistics.
 *
 * Source: Hinton (2002), "Training products of experts by minimizing contrastive divergence".
 *
 * @param learner - its workspace's `data` holds the example; afterwards `visible` holds its reconstruction. Phases `slot` and
 * `positives + slot` are overwritten
 * @param example - its number, 0–2³²−1
 */
export function contrast(learner: CdLearner, slot: number, options: CdOptions, example: number): void {
  const { sampler, phases, workspace, seed, chains } = learner;
  const { data, visible, hidden, key } = workspace;
  const first = options.epoch * ROUNDS_AN_EPOCH;
  const cd = chains.length > 0 ? 0 : options.cd;
  streamKey(key, seed, PURPOSE.training, example, first + 2 * cd);
  keepPhase(learner, slot, data);
  if (cd === 0) return;

  for (let step = 0; step < cd; step++) {
    if (step > 0) computeHiddenInput(sampler, visible);
    sampleLayers(visible, hidden, sampler, key, seed, PURPOSE.training, example, first + 2 * step);
  }

  streamKey(key, seed, PURPOSE.training, example, first + 2 * cd + 1);
  keepPhase(learner, phases.positives + slot, visible);
}

/** Keeps one phase: `visible`, and the hidden layer that it gives. With samples, their numbers are those of `workspace.key`. */
export function keepPhase({ sampler, phases, workspace }: CdLearner, phase: number, visible: ActiveUnits): void {
  const { hidden, key } = workspace;
  if (phases.statistics === 'samples') {
    computeHiddenInput(sampler, visible);
    sampleHidden(hidden, sampler, key);
    keepSamples(phases, phase, visible, hidden);
  } else {
    computeExactHiddenInput(sampler, visible);
    keepProbabilities(phases, phase, visible, sampler.workspace.hiddenInput);
  }
}
