/**
 * SIMD kernels: the bytes of the plain ones, several times as fast.
 *
 * @module harmonium-rbm/lanes
 */
export type { Kernels } from '../rbm/kernels/kernels.ts';
export { openLanes } from './lanes.ts';
