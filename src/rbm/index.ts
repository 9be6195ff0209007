/**
 * The machine's parameters, its kernels, Gibbs chains, and log Z of small machines.
 *
 * @module harmonium-rbm/rbm
 */
export type { LogPartition } from './diagnostics/annealed-importance.ts';
export { exactLogPartition, MOST_ENUMERATED } from './diagnostics/exact-likelihood.ts';
export { hiddenInput, visibleInput } from './kernels/checked-inputs.ts';
export type { Kernels } from './kernels/kernels.ts';
export { checkRbm, createRbm, drawWeights, type Rbm, type Reals } from './rbm.ts';
export { type Chain, type OpenChainOptions, openChain } from './sampling/open-chain.ts';
export type { HiddenStatistics } from './training/phases.ts';
export type { EpochRecord } from './training/trainer.ts';
export type { TrainingOptions } from './training/training-options.ts';
