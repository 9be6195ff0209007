/**
 * Data that is not music: machines are fitted to rows of bits or probabilities. Part of `harmonium-rbm`.
 *
 * @module
 */

export { loadRbm } from './files/load-rbm.ts';
export { saveRbm } from './files/save-rbm.ts';
export { FIT_DEFAULTS, type FitOptions, type FitSettings } from './fit-options.ts';
export { type FittedRbm, fitRbm, fitRbmInParts } from './fit-rbm.ts';
export { type LogLikelihood, type LogLikelihoodOptions, logLikelihood } from './log-likelihood.ts';
export type { HasRbm } from './machine.ts';
export { type ReconstructOptions, reconstruct } from './reconstruct.ts';
export { freeEnergy, pseudoLikelihood } from './row-figures.ts';
export { type SampleOptions, sample, sampleInParts } from './sample.ts';
export type { Table } from './table.ts';
export { transform } from './transform.ts';
export type { Cell, CellView, TabularData } from './values.ts';
