/**
 * SIMD kernels: the bytes of the plain ones, several times as fast. For samplers and trainings, and for layers of other models.
 *
 * @module harmonium-rbm/lanes
 */
export { type DenseArena, plainArena } from '../dense/dense-arena.ts';
export type { DenseKernels } from '../dense/dense-kernels.ts';
export type { Allocator, ArrayKind } from '../math/memory/allocator.ts';
export type { Kernels } from '../rbm/kernels/kernels.ts';
export { openDenseArena } from './dense-arena.ts';
export { openLanes } from './lanes.ts';
