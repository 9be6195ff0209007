/**
 * Memory that several threads see.
 *
 * @module
 */
import type { Allocator } from '../../math/memory/allocator.ts';
import { type Backend, plainKernels } from '../../rbm/kernels/kernels.ts';

/** Arrays in shared memory. */
export const sharedArrays: Allocator = (Kind, length) =>
  new Kind(new SharedArrayBuffer(Kind.BYTES_PER_ELEMENT * length));

/** What a training is made with that several threads are to share. */
export const sharedBackend: Backend = { allocate: sharedArrays, kernels: plainKernels };
