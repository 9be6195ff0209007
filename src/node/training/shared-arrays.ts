/**
 * Memory that several threads see.
 *
 * @module
 */
import type { Allocator } from '../../math/memory/allocator.ts';

/** Arrays in shared memory. */
export const sharedArrays: Allocator = (Kind, length) =>
  new Kind(new SharedArrayBuffer(Kind.BYTES_PER_ELEMENT * length));
