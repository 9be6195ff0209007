/**
 * Learners whose batches threads share, on lanes or plain.
 *
 * @module
 */
import { createLaneLearner, isOnLanes, joinLanes, type SharedLanes } from '../../lanes/lane-learner.ts';
import { ordinaryArrays } from '../../math/memory/allocator.ts';
import { createPlainWalk } from '../../rbm/diagnostics/annealed-importance.ts';
import { type Kernels, type KernelTable, tableOf } from '../../rbm/kernels/kernels.ts';
import { createPlainSampler, withWorkspace as samplerWithWorkspace } from '../../rbm/sampling/plain-sampler.ts';
import type { Learner } from '../../rbm/training/learner.ts';
import {
  createPlainLearner,
  type PlainLearner,
  type SharedLearner,
  withWorkspace,
} from '../../rbm/training/plain-learner.ts';
import { createPlainWork } from '../../rbm/training/plain-work.ts';
import type { TeamWork } from '../../rbm/training/team-work.ts';
import { sharedArrays } from './shared-arrays.ts';

/** What a thread is sent to join others: no functions, and nothing that each thread has for itself. */
export type TeamPart =
  | { readonly kind: 'lanes'; readonly lanes: SharedLanes }
  | { readonly kind: 'plain'; readonly learner: SharedLearner; readonly sampler: SharedPlainSampler };

type SharedPlainSampler = Parameters<typeof samplerWithWorkspace>[0];

/** Kernels whose learners have their memory where `members` threads can share it. */
export function teamKernels(kernels: Kernels | undefined, members: number): KernelTable {
  return {
    name: kernels?.name ?? 'plain',
    createSampler: (...given) => (tableOf(kernels)?.createSampler ?? createPlainSampler)(...given),
    createWalk: (...given) => (tableOf(kernels)?.createWalk ?? createPlainWalk)(...given),
    createLearner: (...given) =>
      (kernels && createLaneLearner(...given, members)) ?? createPlainLearner(...given, sharedArrays),
  };
}

/** The name of the kernels that a learner has now: plain ones take over where weights are too large for the others. */
export function kernelsOf(learner: Learner): string {
  return isOnLanes(learner) && learner.work.fits ? 'lanes' : 'plain';
}

/** The leader's part in a learner made by `teamKernels`. */
export function leaderWork(learner: Learner): TeamWork {
  return isOnLanes(learner) ? learner.work : createPlainWork(learner as PlainLearner);
}

/** What other threads need to join. */
export function teamPart(learner: Learner): TeamPart {
  if (isOnLanes(learner)) return { kind: 'lanes', lanes: learner.shared };
  const { rbm, velocity, phases, seed, chains, offsets, slopes, sampler } = learner as PlainLearner;
  const { temperature, bounds, packed } = sampler;
  return {
    kind: 'plain',
    learner: { rbm, velocity, phases, seed, chains, offsets, slopes },
    sampler: { rbm, temperature, bounds, packed },
  };
}

/** Joins, as one of the threads. */
export function joinTeam(part: TeamPart, member: number): TeamWork {
  if (part.kind === 'lanes') return joinLanes(part.lanes, member);
  const sampler = samplerWithWorkspace({ ...part.sampler, rbm: part.learner.rbm }, ordinaryArrays);
  return createPlainWork(withWorkspace(part.learner, sampler, ordinaryArrays));
}
