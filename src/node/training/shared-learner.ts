/**
 * A learner that several threads have a part in.
 *
 * @module
 */
import { createGradient } from '../../rbm/kernels/gradient.ts';
import type { Backend } from '../../rbm/kernels/kernels.ts';
import { type SharedSampler, withWorkspace } from '../../rbm/sampling/sampler.ts';
import { createCdWorkspace } from '../../rbm/training/contrastive-divergence.ts';
import type { Learner } from '../../rbm/training/learner.ts';

/** What a thread can be sent: no functions, and nothing that each thread has for itself. */
export type SharedLearner = Omit<Learner, 'sampler' | 'gradient' | 'workspace'> & {
  readonly sampler: SharedSampler;
};

/** The shared part of a learner whose machine and memory are of `sharedBackend`. */
export function sharedPart(learner: Learner): SharedLearner {
  const { sampler, velocity, phases, seed, chains, offsets, slopes } = learner;
  const { rbm, temperature, bounds, packed } = sampler;
  return { sampler: { rbm, temperature, bounds, packed }, velocity, phases, seed, chains, offsets, slopes };
}

/** A learner of a thread: it shares what it was sent, and has kernels and a workspace of its own. */
export function joinLearner(shared: SharedLearner, backend: Backend): Learner {
  const { sampler, phases } = shared;
  const { rbm } = sampler;
  const { allocate } = backend;
  return {
    ...shared,
    sampler: withWorkspace(sampler, backend),
    gradient: createGradient(rbm, phases, allocate),
    workspace: createCdWorkspace(rbm, allocate),
  };
}
