/**
 * What visible units have to reach to fire, in the whole numbers of packed sums.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import type { LogitBounds } from './logit-bounds.ts';
import { LARGEST_SUM } from './packed4-weights.ts';

/** The logit bounds in units of 1/scale, by the upper bits of a unit's uniform number. */
export interface Packed4Thresholds {
  /** The scale they were written for. */
  scale: number;
  /** shape [256], by eight bits: below this sum the unit does not fire */
  readonly coarse: Float64Array;
  /** shape [1024], by ten bits: below this sum the unit does not fire */
  readonly off: Int32Array;
  /** shape [1024], by ten bits: from this sum on it does */
  readonly on: Int32Array;
}

/** Thresholds that have not been written yet. */
export function createThresholds(allocate: Allocator = ordinaryArrays): Packed4Thresholds {
  return {
    scale: 0,
    coarse: allocate(Float64Array, 256),
    off: allocate(Int32Array, 1024),
    on: allocate(Int32Array, 1024),
  };
}

/**
 * Writes the thresholds for a scale. The first cell has no lower bound, and the last one no upper bound: what is less than
 * every sum, and what is more, stands for them.
 */
export function writeThresholds(thresholds: Packed4Thresholds, bounds: LogitBounds, scale: number): void {
  const { coarse, off, on } = thresholds;
  thresholds.scale = scale;
  for (let cell = 0; cell < off.length; cell++) {
    off[cell] = Math.max(-LARGEST_SUM, Math.floor(bounds.off[cell] * scale));
    on[cell] = Math.min(LARGEST_SUM + 1, Math.ceil(bounds.on[cell] * scale));
  }
  for (let cell = 0; cell < coarse.length; cell++) coarse[cell] = off[4 * cell];
}
