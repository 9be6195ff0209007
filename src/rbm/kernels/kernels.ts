/**
 * The functions in which nearly all time is spent, as a table: another table may compute the same bits in another way, with the
 * instructions that a machine has for several numbers at once.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { moveRow, repackRows } from '../packed/packed-rows.ts';
import { hiddenSums } from '../packed/packed2-sums.ts';
import { findCandidates } from '../packed/sample-packed4.ts';
import { moveCentredRow } from './centred-row.ts';
import { hiddenInput } from './hidden-input.ts';
import { sumLayers } from './sum-layers.ts';
import { visibleSums } from './visible-sums.ts';

/** What samplers and learners call in their inner loops. Each function is described where its plain form is. */
export interface Kernels {
  /** The hidden layer's inputs, exactly: `rbm/kernels/hidden-input` */
  readonly hiddenInput: typeof hiddenInput;
  /** The hidden layer's inputs from packed weights: `rbm/packed/packed2-sums` */
  readonly hiddenSums: typeof hiddenSums;
  /** The visible layer's packed sums: `rbm/kernels/visible-sums` */
  readonly visibleSums: typeof visibleSums;
  /** Where in these sums a unit may fire: `rbm/packed/sample-packed4` */
  readonly findCandidates: typeof findCandidates;
  /** A row of the gradient: `rbm/kernels/sum-layers` */
  readonly sumLayers: typeof sumLayers;
  /** A row's step, its packed copies included: `rbm/packed/packed-rows` */
  readonly moveRow: typeof moveRow;
  /** A row's step up the centred gradient: `rbm/kernels/centred-row` */
  readonly moveCentredRow: typeof moveCentredRow;
  /** Four rows packed anew: `rbm/packed/packed-rows` */
  readonly repackRows: typeof repackRows;
}

/** What a sampler or learner is made with. Kernels may ask for memory of their own kind, so the two go together. */
export interface Backend {
  readonly allocate: Allocator;
  readonly kernels: Kernels;
}

/** Plain TypeScript. */
export const plainKernels: Kernels = {
  hiddenInput,
  hiddenSums,
  visibleSums,
  findCandidates,
  sumLayers,
  moveRow,
  moveCentredRow,
  repackRows,
};

/** Plain TypeScript on ordinary arrays. */
export const plainBackend: Backend = { allocate: ordinaryArrays, kernels: plainKernels };
