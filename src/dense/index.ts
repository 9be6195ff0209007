/**
 * Dense arithmetic in float32 for recurrent models and WaveNet: products of matrices, activations, Adam, gradient clipping.
 *
 * @module
 */
export { clipFactor } from './clip.ts';
export { type DenseKernels, plainDense } from './dense-kernels.ts';
