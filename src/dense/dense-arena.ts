/**
 * Memory for a model of dense layers, and the kernels that compute on it.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../math/memory/allocator.ts';
import { type DenseKernels, plainDense } from './dense-kernels.ts';

/** Where a model's arrays come from, and what computes on them. */
export interface DenseArena {
  /** The functions; their arrays have to be of `allocate`. */
  readonly kernels: DenseKernels;
  /** Arrays of zeros, each on a line of the cache. On lanes they stay valid: the memory never grows. */
  readonly allocate: Allocator;
}

/** Plain kernels, on ordinary arrays. */
export function plainArena(): DenseArena {
  return { kernels: plainDense, allocate: ordinaryArrays };
}
